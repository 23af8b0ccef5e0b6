import type { Translated } from '../catalogue';
import type { connectionTest as english } from '../en/connection-test';

export const connectionTest: Translated<typeof english> = {
  notTestedBecauseThe: 'Nicht geprüft, weil der Schritt {{blocker}} nicht bestanden wurde.',
  followTheRemedyOf: 'Zuerst die Abhilfe von {{blocker}} befolgen.',
  notTestedBecauseTheTime: 'Nicht geprüft, weil die Zeit aufgebraucht war.',
  findOutWhatMakes: 'Herausfinden, was den Server langsam macht, dann erneut prüfen.',
  theStageCouldNot: 'Der Schritt kam nicht zu Ende: {{error}}.',
  testAgainShouldIt: 'Erneut prüfen; geschieht es wieder, sagt das Protokoll des Servers mehr.',
  noSessionWasOpened: 'Es wurde keine Sitzung geöffnet.',
  testAgain: 'Erneut prüfen.',
  notTestedBecauseTimescaledb: 'Nicht geprüft, weil TimescaleDB in dieser Datenbank noch nicht installiert ist.',
  testAgainOnceThe: 'Erneut prüfen, sobald der Plan sie installiert hat.',
  theSessionIsClosed: 'die Sitzung ist geschlossen',
  theServerStoppedAnswering: 'der Server antwortet nicht mehr',
  noAnswerWithin: 'keine Antwort innerhalb von {{limitMs}}',
  triggersWithTransitionTables:
    'Trigger mit Übergangstabellen funktionieren nicht auf Hypertables; Schreiber können Taktline also nicht wecken.',
  updateTimescaledbTo2: 'TimescaleDB auf 2.18.0 oder neuer aktualisieren; bis dahin fragt Taktline nach neuen Zeilen.',
  refreshPoliciesOfAggregates:
    'Aktualisierungsregeln aufeinander gebauter Aggregate blockieren einander, wenn sie gleichzeitig laufen.',
  updateTimescaledbTo223:
    'TimescaleDB auf 2.23.1 oder neuer aktualisieren; bis dahin aktualisiert der Plan ein Aggregat nach dem anderen.',
  timeBucketWithA: 'time_bucket mit Zeitzone legt Zeilen um eine Zeitumstellung in den falschen Abschnitt.',
  updateTimescaledbTo225:
    'TimescaleDB auf 2.25.0 oder neuer aktualisieren, bevor eigene Abschnitte eine Zeitzone nutzen; der Plan teilt in UTC.',
  aRefreshIgnoresThe:
    'Eine Aktualisierung übergeht Ursprung und Versatz eines Aggregats, wenn sie ihr Fenster ausrichtet.',
  updateTimescaledbTo2252:
    'TimescaleDB auf 2.25.2 oder neuer aktualisieren; der Plan legt Aggregate ohne Ursprung und Versatz an.',
  twoRefreshesOfOne:
    'Zwei Aktualisierungen eines Aggregats mit überlappenden Fenstern können Abschnitte doppelt speichern, wenn sie gleichzeitig laufen.',
  updateTimescaledbTo226:
    'TimescaleDB auf 2.26.3 oder neuer aktualisieren; bis dahin aktualisiert der Plan ein Aggregat nach dem anderen, ohne überlappende Fenster.',
  mayLogIn: '{{user}} darf sich anmelden.',
  theDatabaseIsOpen: 'Die Datenbank {{database}} steht {{user}} offen.',
  thereIsNoDatabase: 'Auf diesem Server gibt es keine Datenbank {{name}}.',
  checkTheSpellingUpper:
    'Schreibweise prüfen (Groß- und Kleinschreibung zählt), oder anlegen lassen: CREATE DATABASE {{name}};',
  mayNotConnectTo: '{{user}} darf sich nicht mit der Datenbank {{name}} verbinden.',
  askTheDbaFor: 'Den DBA bitten um: GRANT CONNECT ON DATABASE {{name}} TO {{user}};',
  theDatabaseAcceptsNo: 'Die Datenbank {{name}} nimmt keine Verbindungen an.',
  nameTheDatabaseOf: 'Die Datenbank der Anlage nennen; Vorlagen wie template0 sind absichtlich geschlossen.',
  theServerDidNot: 'Der Server hat die Anmeldung innerhalb von {{limitMs}} nicht beantwortet.',
  checkThatTheServer: 'Prüfen, ob der Server überlastet oder eingefroren ist, dann erneut prüfen.',
  theServerAsksFor: 'Der Server verlangt von {{user}} ein Passwort, und es wurde keines gegeben.',
  giveThePasswordIn: 'Das Passwort geben: in der URL-Datei, in PGPASSWORD oder im Formular.',
  theLoginFailed: 'Die Anmeldung ist gescheitert: {{text}}.',
  lookUpThisMessage: 'Diese Meldung im Protokoll des Servers nachschlagen; dort steht mehr.',
  aPgbouncerStandsBefore: 'Vor der Datenbank steht ein PgBouncer und lehnt die Sitzung ab: {{text}}.',
  giveTheAddressOf:
    'Die Adresse von PostgreSQL selbst angeben, oder statement_timeout und options in pgbouncer.ini zu ignore_startup_parameters hinzufügen.',
  thePasswordOfIs: 'Das Passwort von {{user}} ist falsch, oder es gibt diese Rolle nicht.',
  checkUserAndPassword: 'Benutzer und Passwort prüfen; bei beiden zählt Groß- und Kleinschreibung.',
  theServerLetsIn: 'Der Server lässt {{user}} von hier nur mit TLS herein, oder gar nicht.',
  chooseTheTlsMode:
    'Den TLS-Modus verify-full (oder require) wählen; sonst den DBA um eine Zeile in pg_hba.conf bitten.',
  theServerLetsNobody: 'Der Server lässt von dieser Adresse niemanden als {{user}} in {{database}}.',
  askTheDbaForA: 'Den DBA um eine Zeile in pg_hba.conf für Adresse dieses Rechners, Benutzer und Datenbank bitten.',
  theRoleIsNot: 'Die Rolle {{user}} darf sich nicht anmelden.',
  askTheDbaForAlter: 'Den DBA bitten um: ALTER ROLE {{user}} LOGIN;',
  theServerRefusesThe: 'Der Server lehnt die Anmeldung ab: {{text}}.',
  checkTheUserThe: 'Den Benutzer prüfen; die Rolle gibt es vielleicht nicht.',
  theServerHasNo: 'Der Server hat keine Verbindung mehr frei: {{text}}.',
  endUnusedSessionsOr:
    'Unbenutzte Sitzungen beenden, oder max_connections oder die Grenze der Rolle oder Datenbank anheben.',
  theServerIsNot: 'Der Server ist nicht bereit: {{text}}.',
  waitUntilItHas: 'Warten, bis er gestartet ist, dann erneut prüfen.',
  theEncryptedConnectionWas: 'Die verschlüsselte Verbindung wurde abgelehnt: {{text}}.',
  checkTheTlsMode: 'TLS-Modus und Datei der Zertifizierungsstelle prüfen.',
  isAnAddressThere: '{{host}} ist eine Adresse; es gibt keinen Namen nachzuschlagen.',
  giveAHostName: 'Einen Namen oder eine Adresse angeben, etwa localhost.',
  isTheFolderOf: '{{host}} ist der Ordner eines Unix-Sockets, der nicht geprüft wird.',
  hasTheAddress: '{{host}} hat die Adresse {{names}}.',
  checkThisComputersNetwork: 'Netzwerk und Nameserver dieses Rechners prüfen, oder die IP-Adresse des Servers angeben.',
  noNameServerAnswered: 'Kein Nameserver hat innerhalb von {{limitMs}} für {{host}} geantwortet.',
  theNameCouldNot: 'Der Name {{host}} ließ sich gerade nicht nachschlagen ({{code}}).',
  checkTheSpellingOf: 'Schreibweise des Hosts prüfen, oder die IP-Adresse des Servers angeben.',
  theNameIsUnknown: 'Der Name {{host}} ist unbekannt ({{code}}).',
  acceptsConnectionsOnPort: '{{reached}} nimmt Verbindungen auf Port {{port}} an ({{tookMs}} ms).',
  didNotAnswerOn: '{{host}} hat auf Port {{port}} innerhalb von {{limitMs}} nicht geantwortet.',
  checkThatTheServerIs: 'Prüfen, ob der Server an ist und keine Firewall dazwischen den Port verwirft.',
  refusesConnectionsOnPort: '{{host}} lehnt Verbindungen auf Port {{port}} ab.',
  checkThePortThat:
    'Prüfen: den Port, dass PostgreSQL läuft und dass listen_addresses die Netzwerkadresse des Servers enthält.',
  checkThisComputersCable: 'Kabel, Adresse und Weg dieses Rechners ins Netz des Servers prüfen.',
  thereIsNoWay: 'Von hier führt kein Weg zu {{host}} ({{code}}).',
  checkHostAndPort: 'Host und Port prüfen, dann das Netz zwischen hier und dem Server.',
  noConnectionToOn: 'Keine Verbindung zu {{host}} auf Port {{port}} ({{code}}).',
  thisServerIsA: 'Dieser Server ist ein Standby',
  thisRoleOrDatabase: 'Diese Rolle oder Datenbank ist auf Nur-Lesen gestellt',
  nothingCanBeMade: '{{what}}: Hier kann nichts angelegt werden.',
  giveTheAddressOfThe: 'Zum Einrichten die Adresse des primären Servers angeben.',
  createSchemas: 'Schemas anlegen',
  createTablesInPublic: 'Tabellen in public anlegen',
  changeWhichIsS: '{{name}} ändern, gehört {{owner}}',
  mayMakeEverythingThat: '{{role}} darf alles anlegen, was ein Plan braucht.',
  mayMakeEverythingThatA: '{{role}} darf alles anlegen, was ein Plan braucht (als Superuser, was mehr ist als nötig).',
  mayConnectButMay: '{{role}} darf sich verbinden, darf aber nicht: {{missing}}.',
  logInAsThe: 'Als Eigentümer anmelden, oder das Skript, das der Plan schreibt, dem DBA geben.',
  mayNotRead: '{{role}} darf {{unreadable}} nicht lesen.',
  hasMoreRightsThan: '{{role}} hat mehr Rechte, als Lesen braucht: {{surplus}}.',
  provisionThePlantFirst: 'Erst die Anlage einrichten, dann den lesenden Login erneut prüfen.',
  thePlantsTablesDo: 'Die Tabellen der Anlage gibt es noch nicht: ob sie gelesen werden dürfen, ist unbekannt.',
  mayReadAndNothing: '{{role}} darf {{tables}} lesen, und sonst nichts.',
  theLimitOf: 'Grenze von {{role}}',
  theLimitOfThe: 'Grenze der Datenbank',
  moreConnectionsAreLeft: 'Noch {{left}} Verbindungen frei ({{limit}}; {{used}} von {{max}} benutzt).',
  onlyMoreConnectionsAre: 'Nur noch {{left}} Verbindungen frei ({{limit}}).',
  endUnusedSessionsOrRaise:
    'Unbenutzte Sitzungen beenden oder anheben: {{limit}}; Einrichten und ein Gerät brauchen bis zu {{wanted}}.',
  theServersClockIs: 'Die Uhr des Servers geht {{difference}} vor.',
  theServersClockIsBehind: 'Die Uhr des Servers geht {{difference}} nach.',
  letBothComputersSet: 'Beide Rechner ihre Uhr nach demselben Zeitserver (NTP) stellen lassen.',
  theServersClockAnd: 'Die Uhr des Servers und unsere stimmen überein.',
  listenOverADirect:
    'Über eine direkte Verbindung zu PostgreSQL lauschen, oder Taktline nach neuen Zeilen fragen lassen.',
  listeningCouldNotBe: 'Lauschen ließ sich nicht versuchen: {{error}}.',
  aNotificationFromA: 'Eine Benachrichtigung aus einer zweiten Sitzung kam an ({{tookMs}} ms).',
  listenIsAcceptedBut:
    'LISTEN wird angenommen, aber eine Benachrichtigung kam nicht innerhalb von {{waitMs}} an; ein Pooler wie PgBouncer im Transaktionsmodus tut das.',
  theServerHungUp: 'der Server hat aufgelegt',
  useOneOf: 'Eines davon verwenden: {{modes}}.',
  theTlsModeIs: 'Der TLS-Modus {{sslMode}} ist unbekannt.',
  theCertificateFileCannot:
    'Die Zertifikatsdatei {{sslRootCertificate}} ist nicht lesbar oder enthält kein PEM-Zertifikat.',
  giveThePathOf: 'Den Pfad einer PEM-Datei mit dem Zertifikat der Zertifizierungsstelle der Anlage angeben.',
  whatListensOnPort: 'Was auf Port {{port}} von {{host}} lauscht, spricht nicht PostgreSQL.',
  checkThePortAnother: 'Den Port prüfen: Es ist der eines anderen Programms.',
  theServerOffersNo: 'Der Server bietet kein TLS an, der Modus {{mode}} verlangt es.',
  switchTlsOnAt:
    'TLS am Server einschalten (ssl = on, mit Zertifikat), oder in einem eigenen Netz den Modus disable wählen.',
  noTlsAndThe: 'Kein TLS, und die Datenbank ist auf diesem Rechner.',
  withoutTlsEverybodyOn: 'Ohne TLS: Jeder im Netz zwischen hier und dem Server kann mitlesen.',
  switchTlsOnAtThe: 'TLS am Server einschalten (ssl = on, mit Zertifikat), dann den Modus verify-full wählen.',
  tlsIsOfferedBut: 'TLS wird angeboten, aber nicht genutzt; die Datenbank ist auf diesem Rechner.',
  theServerOffersTls:
    'Der Server bietet TLS an, aber der Modus nutzt es nicht: Jeder im Netz dazwischen kann mitlesen.',
  chooseTheModeVerify: 'Den Modus verify-full mit der Datei der Zertifizierungsstelle wählen, oder wenigstens require.',
  theCertificateOfIssued: 'das Zertifikat von {{subject}}, ausgestellt von {{issuer}}',
  theServerShowsWhich: 'Der Server zeigt: {{whose}}; es wird abgelehnt ({{untrusted}}).',
  theServerShowsWhichIs: 'Der Server zeigt: {{whose}}; es gilt nicht für {{host}}, sondern für {{names}}.',
  giveTheHostBy:
    'Den Host mit einem Namen angeben, den das Zertifikat trägt, es für diesen Namen ausstellen lassen, oder den Modus verify-ca wählen.',
  expiredOn: 'am {{end}} abgelaufen',
  expiresOn: 'läuft am {{end}} ab',
  worksWithWhich: '{{protocol}} funktioniert: {{whose}}, {{ends}}.',
  haveTheServersCertificate: 'Das Zertifikat des Servers erneuern lassen.',
  withNotCheckedAs: '{{protocol}}: {{whose}}, nicht geprüft, wie es der Modus require sagt.',
  withValidUntil: '{{protocol}}: {{whose}}, gültig bis {{end}}.',
  setThisComputersClock: 'Die Uhr dieses Rechners stellen, oder warten, bis das Zertifikat gilt.',
  giveTheFileWith:
    'Die Datei mit dem Zertifikat von {{issuer}} (sslrootcert) angeben, das jenes des Servers unterschrieben hat.',
  giveTheFileOf:
    'Die Datei der Stelle angeben, die das Zertifikat des Servers unterschrieben hat ({{issuer}}); {{sslRootCertificate}} ist die einer anderen.',
  portOfAcceptsConnections:
    'Port {{port}} von {{host}} nimmt Verbindungen an, sagte aber innerhalb von {{limitMs}} nichts.',
  checkThatPostgresqlItself:
    'Prüfen, ob PostgreSQL selbst diesen Port hat, nicht ein anderes Programm, und ob der Server nicht eingefroren ist.',
  tlsCouldNotBe: 'Über TLS kam keine Einigung zustande: {{error}}.',
  checkTheTlsSettings:
    'TLS-Einstellungen des Servers (ssl_min_protocol_version, Zertifikat und Schlüssel) und die Zertifikatsdatei prüfen.',
  theServerIsPostgresql: 'Der Server ist PostgreSQL {{version}}, das ist zu alt.',
  updateItToPostgresql:
    'Auf PostgreSQL {{oldest}} oder neuer aktualisieren, am besten auf eines, das noch gepflegt wird.',
  theServerIsPostgresqlWhich:
    'Der Server ist PostgreSQL {{version}}, das seit {{end}} keine Sicherheitskorrekturen mehr bekommt.',
  planAnUpdateOf: 'Eine Aktualisierung von PostgreSQL einplanen; Taktline arbeitet inzwischen damit.',
  theServerIsPostgresql2: 'Der Server ist PostgreSQL {{version}}.',
  timescaledbIsInstalledIn: 'TimescaleDB ist in dieser Datenbank installiert.',
  timescaledbIsNotOn: 'TimescaleDB ist nicht auf diesem Server.',
  installThePackageTimescaledb:
    'Das Paket timescaledb-2 für das PostgreSQL des Servers installieren, in shared_preload_libraries eintragen und neu starten.',
  timescaledbLiesReadyOn: 'TimescaleDB liegt auf dem Server bereit, ist aber nicht geladen.',
  addTimescaledbToShared:
    "'timescaledb' in postgresql.conf zu shared_preload_libraries hinzufügen und PostgreSQL neu starten.",
  timescaledbLiesReadyOnThe: 'TimescaleDB liegt auf dem Server bereit, ist aber in dieser Datenbank nicht installiert.',
  thePlanBeginsWith: 'Der Plan beginnt mit CREATE EXTENSION timescaledb, was diese Rolle darf.',
  timescaledbIsNotInstalled:
    'TimescaleDB ist in dieser Datenbank nicht installiert, und {{role}} darf sie nicht installieren.',
  askTheDbaTo: 'Den DBA bitten, in dieser Datenbank auszuführen: CREATE EXTENSION timescaledb;',
  timescaledbIsWhichIs: 'TimescaleDB ist {{version}}, zu alt für eigene Aggregate.',
  updateTimescaledbToOr: 'TimescaleDB auf {{oldest}} oder neuer aktualisieren: ALTER EXTENSION timescaledb UPDATE;',
  timescaledbIsWithoutFaults: 'TimescaleDB ist {{version}}, ohne uns bekannte Fehler.',
  timescaledbHasAFault: 'TimescaleDB {{version}} hat einen uns bekannten Fehler: {{faults}}',
  timescaledbHasFaultsKnown: 'TimescaleDB {{version}} hat {{number}} uns bekannte Fehler: {{faults}}',
  theLicenceIsTimescale: 'Die Lizenz ist timescale: Aggregate und Komprimierung funktionieren.',
  theServerDoesNot: 'Der Server sagt nicht, unter welcher Lizenz sein TimescaleDB läuft.',
  checkShowTimescaledbLicense:
    'SHOW timescaledb.license prüfen; Aggregate und Komprimierung brauchen den Wert timescale.',
  theLicenceIsThis:
    'Die Lizenz ist {{licence}}: Dieses TimescaleDB hat weder kontinuierliche Aggregate noch Komprimierung.',
  installTimescalesOwnEdition:
    "Die Ausgabe von Timescale selbst installieren und timescaledb.license = 'timescale' setzen, oder die Tabellen ohne Umwandlung übernehmen.",
  timescaledbsSchedulerDoesNot:
    'Der Planer von TimescaleDB läuft in dieser Datenbank nicht: Nichts würde von selbst aktualisiert, komprimiert oder gelöscht.',
  raiseTimescaledbMaxBackground:
    'timescaledb.max_background_workers und max_worker_processes anheben und neu starten, oder SELECT _timescaledb_functions.start_background_workers().',
  theSchedulerRunsBut:
    'Der Planer läuft, aber max_worker_processes ({{workers}}) lässt ihm zu wenige Arbeiter: Regeln können in Rückstand geraten.',
  setMaxWorkerProcesses: 'max_worker_processes auf {{wanted}} oder mehr setzen und PostgreSQL neu starten.',
  timescaledbsSchedulerRunsIn: 'Der Planer von TimescaleDB läuft in dieser Datenbank.',
  askTheOwnerFor:
    'Den Eigentümer um USAGE am Schema und SELECT an den Tabellen bitten, oder den Plan sie gewähren lassen.',
  useARoleWith: 'Für den Alltag eine Rolle allein mit SELECT nutzen, etwa die lesende, die der Plan anlegt.',
};
