/// <reference path="../sql-text.d.ts" />
// The files of sql/ as text, bundled at build time: the packaged app reads no folder.
import taktlineSchema from '../../../sql/1-schema/100-taktline-schema.sql?raw';
import appliedStep from '../../../sql/1-schema/101-applied-step.sql?raw';
import preparation from '../../../sql/1-schema/102-preparation.sql?raw';
import recording from '../../../sql/1-schema/103-recording.sql?raw';
import timescaledb from '../../../sql/1-schema/104-timescaledb.sql?raw';
import adoption from '../../../sql/1-schema/105-adoption.sql?raw';
import workCalendar from '../../../sql/1-schema/106-work-calendar.sql?raw';
import metric from '../../../sql/1-schema/110-metric.sql?raw';
import metricHypertable from '../../../sql/1-schema/111-metric-hypertable.sql?raw';
import metricCompression from '../../../sql/1-schema/112-metric-compression.sql?raw';
import metricConversion from '../../../sql/1-schema/113-metric-conversion.sql?raw';
import performanceMetric from '../../../sql/1-schema/120-performance-metric.sql?raw';
import performanceMetricHypertable from '../../../sql/1-schema/121-performance-metric-hypertable.sql?raw';
import performanceMetricCompression from '../../../sql/1-schema/122-performance-metric-compression.sql?raw';
import performanceMetricConversion from '../../../sql/1-schema/123-performance-metric-conversion.sql?raw';
import workUnit from '../../../sql/1-schema/130-work-unit.sql?raw';
import metricDefinition from '../../../sql/1-schema/131-metric-definition.sql?raw';
import metric1min from '../../../sql/2-aggregates/210-metric-1min.sql?raw';
import metric5min from '../../../sql/2-aggregates/211-metric-5min.sql?raw';
import metric1hour from '../../../sql/2-aggregates/212-metric-1hour.sql?raw';
import metric1day from '../../../sql/2-aggregates/213-metric-1day.sql?raw';
import oee1min from '../../../sql/2-aggregates/220-oee-1min.sql?raw';
import oee5min from '../../../sql/2-aggregates/221-oee-5min.sql?raw';
import oee1hour from '../../../sql/2-aggregates/222-oee-1hour.sql?raw';
import oee1day from '../../../sql/2-aggregates/223-oee-1day.sql?raw';
import metricCompressionPolicy from '../../../sql/3-policies/300-metric-compression-policy.sql?raw';
import metricRetention from '../../../sql/3-policies/301-metric-retention.sql?raw';
import performanceMetricCompressionPolicy from '../../../sql/3-policies/302-performance-metric-compression-policy.sql?raw';
import performanceMetricRetention from '../../../sql/3-policies/303-performance-metric-retention.sql?raw';
import dropUnrecordedChunks from '../../../sql/3-policies/304-drop-unrecorded-chunks.sql?raw';
import metricRetentionSparingRecordings from '../../../sql/3-policies/305-metric-retention-sparing-recordings.sql?raw';
import refreshOldestFirst from '../../../sql/3-policies/306-refresh-oldest-first.sql?raw';
import metric1minRefresh from '../../../sql/3-policies/310-metric-1min-refresh.sql?raw';
import metric5minRefresh from '../../../sql/3-policies/311-metric-5min-refresh.sql?raw';
import metric1hourRefresh from '../../../sql/3-policies/312-metric-1hour-refresh.sql?raw';
import metric1dayRefresh from '../../../sql/3-policies/313-metric-1day-refresh.sql?raw';
import oee1minRefresh from '../../../sql/3-policies/320-oee-1min-refresh.sql?raw';
import oee5minRefresh from '../../../sql/3-policies/321-oee-5min-refresh.sql?raw';
import oee1hourRefresh from '../../../sql/3-policies/322-oee-1hour-refresh.sql?raw';
import oee1dayRefresh from '../../../sql/3-policies/323-oee-1day-refresh.sql?raw';
import metric1minCompression from '../../../sql/3-policies/330-metric-1min-compression.sql?raw';
import metric5minCompression from '../../../sql/3-policies/331-metric-5min-compression.sql?raw';
import oee1minCompression from '../../../sql/3-policies/340-oee-1min-compression.sql?raw';
import oee5minCompression from '../../../sql/3-policies/341-oee-5min-compression.sql?raw';
import metric1minRetention from '../../../sql/3-policies/350-metric-1min-retention.sql?raw';
import metric5minRetention from '../../../sql/3-policies/351-metric-5min-retention.sql?raw';
import oee1minRetention from '../../../sql/3-policies/360-oee-1min-retention.sql?raw';
import oee5minRetention from '../../../sql/3-policies/361-oee-5min-retention.sql?raw';
import wakeUpChannel from '../../../sql/4-wake-ups/400-wake-up-channel.sql?raw';
import notifyInserted from '../../../sql/4-wake-ups/401-notify-inserted.sql?raw';
import notifyUpdated from '../../../sql/4-wake-ups/402-notify-updated.sql?raw';
import metricInsertTrigger from '../../../sql/4-wake-ups/410-metric-insert-trigger.sql?raw';
import metricUpdateTrigger from '../../../sql/4-wake-ups/411-metric-update-trigger.sql?raw';
import performanceMetricInsertTrigger from '../../../sql/4-wake-ups/420-performance-metric-insert-trigger.sql?raw';
import performanceMetricUpdateTrigger from '../../../sql/4-wake-ups/421-performance-metric-update-trigger.sql?raw';
import readerRole from '../../../sql/5-roles/500-reader-role.sql?raw';
import readerConnect from '../../../sql/5-roles/501-reader-connect.sql?raw';
import readerSelect from '../../../sql/5-roles/502-reader-select.sql?raw';

/** Text of each file in sql/, by its name without number and ending. */
export const SQL_TEXT = {
  'taktline-schema': taktlineSchema,
  'applied-step': appliedStep,
  preparation: preparation,
  recording: recording,
  timescaledb: timescaledb,
  adoption: adoption,
  'work-calendar': workCalendar,
  metric: metric,
  'metric-hypertable': metricHypertable,
  'metric-compression': metricCompression,
  'metric-conversion': metricConversion,
  'performance-metric': performanceMetric,
  'performance-metric-hypertable': performanceMetricHypertable,
  'performance-metric-compression': performanceMetricCompression,
  'performance-metric-conversion': performanceMetricConversion,
  'work-unit': workUnit,
  'metric-definition': metricDefinition,
  'metric-1min': metric1min,
  'metric-5min': metric5min,
  'metric-1hour': metric1hour,
  'metric-1day': metric1day,
  'oee-1min': oee1min,
  'oee-5min': oee5min,
  'oee-1hour': oee1hour,
  'oee-1day': oee1day,
  'metric-compression-policy': metricCompressionPolicy,
  'metric-retention': metricRetention,
  'performance-metric-compression-policy': performanceMetricCompressionPolicy,
  'performance-metric-retention': performanceMetricRetention,
  'drop-unrecorded-chunks': dropUnrecordedChunks,
  'metric-retention-sparing-recordings': metricRetentionSparingRecordings,
  'refresh-oldest-first': refreshOldestFirst,
  'metric-1min-refresh': metric1minRefresh,
  'metric-5min-refresh': metric5minRefresh,
  'metric-1hour-refresh': metric1hourRefresh,
  'metric-1day-refresh': metric1dayRefresh,
  'oee-1min-refresh': oee1minRefresh,
  'oee-5min-refresh': oee5minRefresh,
  'oee-1hour-refresh': oee1hourRefresh,
  'oee-1day-refresh': oee1dayRefresh,
  'metric-1min-compression': metric1minCompression,
  'metric-5min-compression': metric5minCompression,
  'oee-1min-compression': oee1minCompression,
  'oee-5min-compression': oee5minCompression,
  'metric-1min-retention': metric1minRetention,
  'metric-5min-retention': metric5minRetention,
  'oee-1min-retention': oee1minRetention,
  'oee-5min-retention': oee5minRetention,
  'wake-up-channel': wakeUpChannel,
  'notify-inserted': notifyInserted,
  'notify-updated': notifyUpdated,
  'metric-insert-trigger': metricInsertTrigger,
  'metric-update-trigger': metricUpdateTrigger,
  'performance-metric-insert-trigger': performanceMetricInsertTrigger,
  'performance-metric-update-trigger': performanceMetricUpdateTrigger,
  'reader-role': readerRole,
  'reader-connect': readerConnect,
  'reader-select': readerSelect,
} as const;

export type SqlFile = keyof typeof SQL_TEXT;
