import { laterView } from './later-view';

/** All but the wall: their code comes after the first picture, and is there before anybody can have tapped. */
const unit = laterView(async () => (await import('../views/unit/UnitView')).UnitView);
const compare = laterView(async () => (await import('../views/compare/CompareView')).CompareView);
const events = laterView(async () => (await import('../views/events/EventsView')).EventsView);
const address = laterView(async () => (await import('../views/address/AddressPanel')).AddressPanel);
/** It stands above every view, and what it tells of has gone on for minutes. */
const alerts = laterView(async () => (await import('../views/events/AlertBanner')).AlertBanner, { isPatient: true });
const diagnostics = laterView(async () => (await import('../views/diagnostics/DiagnosticsView')).DiagnosticsView);
const setup = laterView(async () => (await import('../views/setup/SetupView')).SetupView);
const network = laterView(async () => (await import('../views/network/NetworkView')).NetworkView);
const plan = laterView(async () => (await import('../views/plan/PlanView')).PlanView);

export const UnitView = unit.View;
export const CompareView = compare.View;
export const EventsView = events.View;
export const AddressPanel = address.View;
export const AlertBanner = alerts.View;
export const DiagnosticsView = diagnostics.View;
export const SetupView = setup.View;
export const NetworkView = network.View;
export const PlanView = plan.View;

/**
 * Brings the code of what any screen may show, the likeliest first: an appliance that goes away takes no view along.
 * @param isOwnWindow whether set-up, network and shifts can be shown here
 */
export async function bringLaterViews(isOwnWindow: boolean): Promise<void> {
  await unit.bring();
  await compare.bring();
  await alerts.bring();
  await events.bring();
  await address.bring();
  await diagnostics.bring();
  if (!isOwnWindow) return;
  await setup.bring();
  await network.bring();
  await plan.bring();
}
