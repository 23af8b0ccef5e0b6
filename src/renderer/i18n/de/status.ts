import type { Translated } from '../catalogue';
import type { status as english } from '../en/status';

export const status: Translated<typeof english> = {
  dataAsOf: '{{state}}, Datenstand {{moment}}',
  comesBack: 'Es kommt von selbst zurück.',
  connectingAppliance: 'Verbindung zum Gerät wird aufgebaut.',
  applianceAway: 'Gerät: von diesem Bildschirm nicht erreichbar.',
  applianceLate: 'Gerät: antwortet verspätet.',
  plantPlace: 'Anlagendatenbank: {{reason}}',
  sourcePlace: 'Quellgerät: {{reason}}',
  answersLate: 'Antwortet verspätet.',
  answersNot: 'Antwortet nicht.',
  preparing: 'Der Verlauf wird vorbereitet. Diagramme füllen sich von selbst; Live-Werte sind nicht betroffen.',
  preparingShare:
    'Der Verlauf wird vorbereitet: {{percent}} %. Diagramme füllen sich von selbst; Live-Werte sind nicht betroffen.',
  sharePrepared: 'Anteil vorbereitet',
  waitAppliance: 'Verbindung zum Gerät…',
  waitPlant: 'Verbindung zur Anlagendatenbank…',
  waitUnits: 'Maschinen werden gelesen…',
  noUnits: 'Noch keine Maschinen',
  noUnitsYet: 'Jede erscheint hier von selbst, spätestens eine Minute nach ihrem ersten Wert.',
  triedAgain: '{{reason}} Es wird von selbst erneut versucht.',
  loadAgain: 'Neu laden',
  pairingCode: 'Kopplungscode',
  deleteDigit: 'Löschen',
  noKeyTitle: 'Diese Adresse allein öffnet Taktline nicht.',
  newAddress:
    'Holen Sie am Gerät eine neue: im Terminal, in dem es läuft, Enter drücken und die ausgegebene Adresse (endet mit #code=…) innerhalb von 60 s hier öffnen.',
  usedTitle: 'Diese Adresse wurde schon benutzt oder ist älter als 60 s.',
  unknownTitle: 'Das Gerät kennt diesen Bildschirm nicht mehr.',
  tlsTitle: 'Ein Kopplungscode gilt nur über https.',
  tlsRemedy: 'Die https-Adresse des Geräts öffnen.',
  wrongKeysTitle: 'Von hier kamen zu viele falsche Schlüssel.',
  wrongKeysRemedy:
    'Eine Minute warten. Holen Sie am Gerät eine neue: im Terminal, in dem es läuft, Enter drücken und die ausgegebene Adresse (endet mit #code=…) innerhalb von 60 s hier öffnen.',
  outdatedTitle: 'Das Gerät wurde aktualisiert, diese Seite ist älter.',
  outdatedRemedy: 'Die Seite lädt sich jede halbe Minute neu; „Neu laden“ tut es sofort.',
  pairTitle: 'Diesen Bildschirm koppeln.',
  newCode:
    'Am Gerät „Netzwerk“ öffnen und „Code zeigen“ drücken; ohne Fenster: npm run viewers -- pair NAME. Die acht Ziffern hier eingeben.',
  codeUsedTitle: 'Der Code ist vertippt, schon benutzt oder älter als 5 min.',
  keyInvalidTitle: 'Der Schlüssel dieses Bildschirms gilt nicht mehr.',
  wrongCodesTitle: 'Zu viele falsche Codes eingegeben.',
  wrongCodesRemedy:
    'Eine Minute warten. Am Gerät „Netzwerk“ öffnen und „Code zeigen“ drücken; ohne Fenster: npm run viewers -- pair NAME. Die acht Ziffern hier eingeben.',
};
