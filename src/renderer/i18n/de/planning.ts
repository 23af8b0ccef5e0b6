import type { Translated } from '../catalogue';
import type { planning as english } from '../en/planning';

export const planning: Translated<typeof english> = {
  inWhichTimeZone: 'In welcher Zeitzone ist {{column}} geschrieben? Angenommen wird {{zone}}.',
  inWhichUnitDoes: 'In welcher Einheit zählt {{column}}? Angenommen wird {{unit}}.',
  areTheScoresFractions: 'Sind die Kennzahlen Anteile oder Prozent? Angenommen wird {{scale}}.',
  whichTheSettingsName:
    '{{name}}, von den Einstellungen für {{family}} genannt, gibt es nicht. tables.{{family2}} berichtigen.',
  theSettingsSaySo: 'die Einstellungen wollen es so',
  cannotBeConvertedSet: '{{name}} lässt sich nicht umwandeln: {{reasons}}. adoption.{{family}} auf "read-only" setzen.',
  isReadAsIt:
    '{{name}} wird gelesen, wie sie ist (read-only): {{why}}. Es entstehen keine Aggregate; lange Zeiträume werden begrenzt aus Rohzeilen gelesen.',
  settingAdoptionToRead: 'adoption.{{family}} auf "read-only" lässt sie, wie sie ist.',
  dropsItsRowsAfter:
    '{{name}} löscht ihre Zeilen nach {{keptMs}}, was länger sein muss als das Aktualisierungsfenster von 1min ({{window}}): levels.1min.refreshStart kürzen. {{family}}',
  isAHypertableAggregates:
    '{{name}} ist eine Hypertable: Aggregate entstehen darauf; ihre Chunks von {{interval}}, ihre Komprimierung und Aufbewahrung bleiben. {{family}}',
  itCannotBeLooked: 'sie lässt sich nicht ansehen',
  asAHypertableIt: 'als Hypertable würde sie Schreiber anhalten. {{stops}}',
  settingAdoptionToConvert: 'adoption.{{family}} auf "convert" tut es trotzdem.',
  becomesAHypertableIn:
    '{{name}} wird eine Hypertable in Chunks von {{chunkInterval}}; ihre Zeilen bleiben für immer und unkomprimiert. {{family}}',
  hasNoColumnCorrect: '{{name}} hat keine Spalte {{lacking}}. tables.{{family}} in den Einstellungen berichtigen.',
  isNotCorrectTables:
    '{{name}}.{{column}} ist {{type}}, nicht {{kind}}. tables.{{family}}.time in den Einstellungen berichtigen.',
  itIsNoTable: 'sie ist keine Tabelle',
  itsTimeHasNo:
    'ihre Zeit hat keine Zone, so dass Abschnitte in Ortszeit lägen und eine Stunde im Jahr mehrdeutig wäre',
  itsTimeIsA: 'ihre Zeit ist eine Zahl, aus der sich keine UTC-Abschnitte schneiden lassen',
  theTypeOfIs: 'der Typ von {{column}} ist keiner, den Aggregate nehmen',
  itIsCutInto: 'sie ist nach {{partition}} in Chunks geteilt, nicht nach {{column}}',
  theForeignKeyPoints: 'der Fremdschlüssel {{key}} zeigt auf sie',
  theBucketsOfWhat: 'die Abschnitte des Gespeicherten',
  theDatabaseHasChanged:
    'Die Datenbank hat sich seit dem Plan geändert ({{id}}); einen neuen Plan ansehen, dann jenen anwenden.',
  getsTheTimeAs: 'bekommt die Zeit als weitere Spalte',
  goesBecauseItCannot: 'entfällt, weil er die Zeit nicht aufnehmen kann',
  writersThatUseOn:
    'Wer mit ON CONFLICT ({{columns}}) in {{relation}} schreibt, scheitert, und Zeilen mit einem {{columns2}} zu zwei Zeiten werden nicht mehr abgelehnt: Der Schlüssel {{name}} {{becomes}}.',
  whatTheUniqueKey:
    'Was der eindeutige Schlüssel {{name}} von {{relation}} abgelehnt hat, wird nicht mehr abgelehnt: er {{becomes}}.',
  writersOfRowsWithout: 'Wer Zeilen ohne Zeit schreibt, scheitert bei {{relation}}: sie wird NOT NULL.',
  isThereButIt: '{{name}} gibt es, ist aber kein kontinuierliches Aggregat. Umbenennen, dann neu planen.',
  isThereWithAnother: '{{name}} gibt es mit einer anderen Definition. Umbenennen oder löschen, dann neu planen.',
  showsTheNewestMinutes: '{{name}} zeigt wieder die neuesten Minuten (Echtzeit)',
  publicHasItsIndex: 'public.{{view}} hat wieder seinen Index über {{columns}} (seine Aktualisierung wartet so lange)',
  chunksOfAreCompressed: 'Chunks von {{name}} werden nach {{segmentBy}} komprimiert, neuester Abschnitt zuerst',
  policyOfRefreshesOldest:
    'die Regel von {{relation}} aktualisiert das Älteste zuerst, so dass sie beim Aufholen keine Zeile verbirgt',
  policyOfStartsApart:
    'die Regel von {{relation}} beginnt getrennt von den anderen, wie es diese Version von TimescaleDB verlangt',
  startInsteadOf: 'Beginn {{wanted}} statt {{found}}',
  endInsteadOf: 'Ende {{wanted}} statt {{found}}',
  ageInsteadOf: 'Alter {{wanted}} statt {{found}}',
  scheduleInsteadOf: 'Rhythmus {{wanted}} statt {{found}}',
  policyOf: 'Regel von {{relation}}: {{changes}}',
  policyOfRunsAgain: 'die Regel von {{relation}} läuft wieder: Job {{jobId}} ist abgeschaltet',
  retentionOfSparesRecordings: 'die Aufbewahrung von {{table}} verschont Aufzeichnungen',
  retentionOfIsThe: 'die Aufbewahrung von {{table}} ist die einfache Regel',
  setALongerRetention: '{{past}} Eine längere Aufbewahrung von {{table}} in den Einstellungen setzen.',
  holdsRowsSinceA: '{{table}} hält Zeilen seit {{day}}; eine Aufbewahrung von {{dropAfter}} löscht die älteren.',
  taktlineHasOurText: 'taktline.{{name}} hat wieder unseren Text',
  triggerOfIsAs: 'Trigger {{trigger}} von {{table}} ist, wie wir ihn angelegt haben',
  renameItOrSay:
    'Umbenennen, oder in den Einstellungen unter adoption sagen, wie sie genutzt wird: "read-only" oder "convert".',
  isThereButItIs: '{{name}} gibt es, ist aber keine Tabelle. {{remedy}}',
  isThereWithoutThe: '{{name}} gibt es, aber ohne die Spalte {{column}}. {{remedy}}',
  isNot: '{{name}}.{{column}} ist {{found}}, nicht {{type}}. {{remedy}}',
  holdsRowsAndIs: '{{name}} enthält Zeilen und ist keine Hypertable: Umwandeln schriebe sie neu. {{remedy}}',
  theUniqueKeyOf: 'Dem eindeutigen Schlüssel {{key}} von {{name}} fehlt die Spalte time. {{remedy}}',
  isCutIntoChunks: '{{name}} ist nach {{timeColumn}} in Chunks geteilt, nicht nach time. {{remedy}}',
  newChunksOfSpan: 'neue Chunks von {{name}} umfassen {{wanted}} statt {{foundMs}}',
  chunksOfAreCompressedBy: 'Chunks von {{name}} werden nach {{segmentBy}} statt {{segmentBy2}} komprimiert',
  anotherInstallerIsProvisioning: 'Jemand anderes richtet diese Datenbank gerade ein; warten, dann erneut ausführen.',
  itsErrorIsReadable: '; seinen Fehler kann sein Eigentümer lesen',
  jobFailedAtIts: 'Job {{id}} ({{about}}) ist beim letzten Lauf gescheitert{{why}}.',
  withThisBuildOf:
    '{{sentence}} Mit diesem Build von TimescaleDB auf diesem Build von PostgreSQL läuft keine Regel von selbst: einen der beiden aktualisieren; bis dahin Aggregate mit provision refresh nachführen, oder einen Planer außerhalb des Servers run_job({{id}}) aufrufen lassen.',
  thePolicyOfJob:
    'Die Regel von {{view}} (Job {{jobId}}) läuft seit einer Minute; erneut aktualisieren, wenn sie fertig ist.',
  notAsTheSettings:
    'Nicht, wie die Einstellungen es wollen, und von anderen angelegt: {{what}}. Die Einstellungen anpassen, oder es von Hand entfernen.',
  newAndCorrectedSamples: 'Neue und berichtigte Werte erreichen Bildschirme sofort (statt durch Abfragen)',
  whileTheTriggersAre:
    'Solange es die Trigger gibt, scheitert PREPARE TRANSACTION (Zwei-Phasen-Commit) bei allen, die in diese Tabellen schreiben.',
  bucketsOfWhatIs:
    'Abschnitte des Gespeicherten (etwa {{rows}} Zeilen), ältestes zuerst, Stufe für Stufe, in kurzen Fenstern',
  nothingForLongEach: 'nichts auf Dauer: Jedes Fenster ist eine eigene kurze Anweisung.',
  beingOwnerOf: 'Eigentümer von {{blocked}} sein',
  theLoginLacksA:
    'Dem Login fehlt ein Recht; diesen Schritt als Eigentümer der Tabellen ausführen oder den DBA bitten.',
  theServerCannotDo:
    'Der Server kann das nicht: Version und Lizenz von TimescaleDB prüfen (der Apache-Ausgabe fehlt es).',
  theStatementTookToo:
    'Die Anweisung dauerte zu lange; nach einer langen Transaktion suchen, die eine Sperre hält, dann erneut ausführen.',
  aLockWasNot:
    'Eine Sperre war nicht zu bekommen; nach einer langen Transaktion auf der Tabelle suchen, dann erneut ausführen.',
  theDiskOfThe: 'Die Platte des Datenbankservers ist voll; Platz schaffen, dann erneut ausführen.',
  removeTheCauseThen: 'Die Ursache beseitigen, dann erneut ausführen: Fertige Schritte bleiben.',
  stepFailed: 'Schritt {{stepId}} ({{reason}}) ist gescheitert: {{detail}}. {{remedy}}',
  noRoleForDaily:
    'Für den Alltag wird keine Rolle angelegt: {{reader}} ist die Rolle, die einrichtet. Eine andere als roles.reader nennen.',
  mayMakeTemporaryTables:
    '{{reader}} darf temporäre Tabellen anlegen, sobald eine seiner Sitzungen den Nur-Lese-Modus verlässt, weil das in {{database}} jeder darf. Um es auszuschließen: REVOKE TEMPORARY ON DATABASE {{database2}} FROM PUBLIC, und den Rollen gewähren, die es brauchen.',
  wasTheRoleFor: '{{name}} war bisher die Rolle für den Alltag und behält ihre Rechte; remove nimmt sie zurück.',
  theRoleMayNot: 'Die Rolle {{reader}} darf sich nicht anmelden; den DBA bitten um: ALTER ROLE {{reader2}} LOGIN.',
  isThePlantsAnd:
    '{{tables}} gehört der Anlage, und {{reader}} darf sie noch nicht lesen: Was Eigentümer oder DBA dafür ausführen müssen, steht im Skript für den DBA.',
  thereIsNoRole: 'Die Rolle {{reader}} gibt es noch nicht; erst den Plan anwenden.',
  theRoleWasNot:
    'Die Rolle {{reader}} wurde nicht hier angelegt, und andere nutzen sie vielleicht; ihr Passwort mit psql setzen: \\password {{reader2}}',
  theServerRefusedTo:
    'Der Server hat es abgelehnt, das Passwort von {{reader}} zu setzen ({{code}}); als die Rolle verbinden, die sie angelegt hat, oder als Superuser.',
  theRoleStaysOther: 'Die Rolle {{name}} bleibt: anderes beruht auf ihr ({{otherDependents}}).',
  theRoleForDaily: 'Die Rolle {{name}} für den Alltag: sie darf sich anmelden und lesen',
  mayEnterTheDatabase: '{{name}} darf in die Datenbank',
  mayReadTablesAggregates: '{{name}} darf Tabellen, Aggregate und Buchführung lesen',
  sessionsOfBeginRead: 'Sitzungen von {{name}} beginnen wieder im Nur-Lese-Modus',
  givingOthersEntryTo: 'anderen Zugang zur Datenbank und zum Schema public geben',
  mayNotReadTaktline: '{{role}} darf taktline.applied_step nicht lesen; als die Rolle entfernen, die eingerichtet hat.',
  staysAHypertableAggregates: '{{relation}} bleibt eine Hypertable: Aggregate, die bleiben, beruhen auf ihr.',
  turnsTheHypertableBack: 'Macht aus der Hypertable wieder die Tabelle, die sie war, Zeile für Zeile',
  takesBack: 'Nimmt {{stepId}} zurück',
  theTableExclusivelyFor:
    'die Tabelle, exklusiv, so lange ihre Zeilen umziehen: niemand liest oder schreibt sie derweil.',
  whatIsDroppedFor: 'was gelöscht wird, für einen Moment.',
  takesBackTheLedger: 'Nimmt das Verzeichnis und sein Schema zurück',
  createExtensionInA: 'CREATE EXTENSION in {{database}} (Sache eines Superusers)',
  createOnTheDatabase: 'CREATE an der Datenbank {{database}}',
  createOnTheSchema: 'CREATE am Schema public',
  createOnTheSchemaTaktline: 'CREATE am Schema taktline',
  beingOwnerOfIt: 'Eigentümer von {{owns}} sein (es gehört {{owner}})',
  isNotAnInterval: '„{{text}}“ ist keine Dauer; eine ganze Zahl mit Einheit schreiben, wie "8 days" oder "15 minutes".',
  mustBeLongerThan: '{{what}} ({{longer}}) muss länger sein als {{other}} ({{shorter}}).',
  retentionOf: 'Aufbewahrung von {{table}}',
  itsCompressionAge: 'ihr Komprimierungsalter',
  theRefreshWindowOf: 'das Aktualisierungsfenster von 1min',
  theRefreshWindowOf2: 'Das Aktualisierungsfenster von {{level}}',
  itsEndOffset: 'sein Endversatz',
  compressionAgeOf: 'Komprimierungsalter von {{level}}',
  itsRefreshWindow: 'sein Aktualisierungsfenster',
  thePasswordMustBe:
    'Das Passwort muss aus Buchstaben, Ziffern und Zeichen von ASCII bestehen: andere schreiben verschiedene Programme verschieden.',
  thisServerHasNo: 'Dieser Server hat kein TimescaleDB: das Paket installieren und in shared_preload_libraries nennen.',
  thisTimescaledbRunsUnder:
    "Dieses TimescaleDB läuft unter der Apache-Lizenz, ohne Aggregate und Komprimierung: timescaledb.license auf 'timescale' setzen.",
  aSchemaOfOur: 'Ein eigenes Schema für die Buchführung',
  theLedgerOfWhat: 'Das Verzeichnis dessen, was hier angelegt wurde',
  howFarEachView: 'Wie weit jede Sicht vorbereitet ist',
  importedRecordingsAndTheir: 'Importierte Aufzeichnungen und ihre Verschiebung',
  theExtensionThatThe: 'Die Erweiterung, auf der der Verlauf der Anlage beruht',
  namesAndPlacesOf: 'Namen und Orte der Maschinen',
  unitsLimitsCadence: 'Maßeinheiten, Grenzen, Takt der Werte',
  whatConversionChangesOf: 'Was die Umwandlung an einer Tabelle der Anlage ändert, damit es sich zurücknehmen lässt',
  samplesOfAllSeries: 'Werte aller Reihen',
  oeeSamples: 'OEE-Werte',
  becomesAHypertableSo: '{{relation}} wird eine Hypertable, damit Aggregate daraus entstehen können',
  cutIntoChunksBy: '{{table}} nach Zeit in Chunks geteilt',
  howChunksOfAre: 'Wie Chunks von {{table}} komprimiert werden',
  exactBuckets: 'Genaue {{level}}-Abschnitte',
  keepsUpToDate: 'Hält {{view}} aktuell, späte Zeilen eingeschlossen',
  compressesOldChunksOf: 'Komprimiert alte Chunks von {{view}}',
  dropsChunksOfPast: 'Löscht Chunks von {{view}} nach ihrer Zeit',
  howOldRawSamples: 'Wie alte Rohwerte gelöscht werden, während Aufzeichnungen bleiben',
  dropsSamplesOfPast: 'Löscht Werte von {{table}} nach ihrer Zeit, Aufzeichnungen ausgenommen',
  dropsSamplesOfPastTheir: 'Löscht Werte von {{table}} nach ihrer Zeit',
  makesRefreshesGoOldest: 'Lässt Aktualisierungen mit dem Ältesten beginnen, so dass sie nie eine Zeile verbergen',
  staysAHypertableMend: '{{relation}} bleibt eine Hypertable: {{reasons}}. Das beheben, dann erneut entfernen.',
  jobWorksOnIt: 'Job {{jobId}} ({{procedure}}) arbeitet an ihr',
  itHasBeenSet: 'sie wurde auf Komprimieren ihrer Chunks gestellt',
  rowsThatItsKey: 'inzwischen kamen Zeilen, die ihr Schlüssel {{name}} ({{columns}}) ablehnt',
  staysItHoldsRows: '{{name}} bleibt: Sie enthält Zeilen, und die gehören der Anlage.',
  staysAggregatesThatAre: '{{name}} bleibt: Aggregate, die bleiben, beruhen auf ihr.',
  staysItOrA:
    '{{name}} bleibt: Sie oder eine Stufe darüber enthält Abschnitte von Werten, die es sonst nirgends mehr gibt.',
  theExtensionTimescaledbStays: 'Die Erweiterung timescaledb bleibt: Tabellen, die bleiben, brauchen sie.',
  staysAHypertableAs: '{{name}} bleibt eine Hypertable, wie sie ist: Zurückwandeln schriebe ihre Zeilen neu.',
  planAndApply: '{{reason}}: planen und anwenden.',
  rowsFromToCame:
    'Zeilen von {{from}} bis {{to}} kamen zu spät für die Regeln von {{viewName}}: refresh --from {{from2}} --to {{to2}}.',
  retentionOfIsNot:
    'Die Aufbewahrung von {{source}} ({{keptMs}}) ist nicht länger als das Aktualisierungsfenster von {{view}} ({{startOffsetMs}}): Abschnitte würden mit den Zeilen gelöscht. Die Aufbewahrung verlängern.',
  nothingYet: 'noch nicht',
  upTo: 'bis {{value}}',
  isStoredRowsAre:
    '{{name}} ist gespeichert {{at}}, Zeilen gibt es bis {{value}}: dafür sorgen, dass Job {{jobId}} läuft (Hintergrundprozesse des Servers).',
  correctedSamplesReachScreens: 'Berichtigte {{of}}Werte erreichen Bildschirme',
  newSamplesReachScreens:
    'Neue {{of}}Werte erreichen Bildschirme sofort; schließt Zwei-Phasen-Commit für Schreiber von {{relation}} aus',
  wakesReadersAfterInsert: 'Weckt Leser nach INSERT, lässt den Schreiber nie scheitern',
  wakesReadersAfterUpdate: 'Weckt Leser nach UPDATE, lässt den Schreiber nie scheitern',
  oneRuleForThe: 'Eine Regel für den Kanal einer Maschine',
  nothing: 'nichts.',
  nothingTheTableIs: 'nichts, die Tabelle ist neu.',
  nothingARoleBelongs: 'nichts. Eine Rolle gehört zum ganzen Server, nicht zu dieser Datenbank.',
  nothingTheProcedureLocks: 'nichts; die Prozedur sperrt jeden Chunk, den sie löscht, für einen Moment.',
  nothingForLongWith:
    'nichts auf Dauer; WITH NO DATA, die Zeilen kommen durch Vorbereitung (Ältestes zuerst) und durch die Aktualisierungsregel.',
  metricForAMoment: 'metric, für einen Moment (die Tabelle ist leer; mit Zeilen würde dieser Schritt abgelehnt).',
  performanceMetricForA:
    'performance_metric, für einen Moment (die Tabelle ist leer; mit Zeilen würde dieser Schritt abgelehnt).',
  metricForAMoment2: 'metric, für einen Moment.',
  performanceMetricForAMoment: 'performance_metric, für einen Moment.',
  theChunkBeingCompressed: 'den Chunk, der komprimiert wird.',
  theChunkBeingDropped: 'den Chunk, der gelöscht wird, für einen Moment.',
};
