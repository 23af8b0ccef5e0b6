import type { Translated } from '../catalogue';
import type { answers as english } from '../en/answers';

export const answers: Translated<typeof english> = {
  stoppedWhatWasDone: 'Angehalten. Was getan ist, bleibt und ist verzeichnet; Fortsetzen erledigt den Rest.',
  everyStepIsDone: 'Jeder Schritt ist getan und verzeichnet.',
  whatMayDoIs: 'Was {{role}} darf, ist getan. Der Rest steht im Skript für den DBA: ausführen lassen, dann neu planen.',
  theDatabaseHasChanged: 'Die Datenbank hat sich inzwischen geändert: neu planen und ansehen, was übrig ist.',
  keptByOpenedAt: 'Aufbewahrt in: {{description}}; bei jedem Start geöffnet.',
  keptInWhoeverMay: 'Aufbewahrt in: {{description}}. Wer die Dateien dieses Benutzers nutzen darf, kann es lesen.',
  keptNowhereAPerson:
    'Nirgends aufbewahrt: Jemand gibt es bei jedem Start in diesem Fenster ein, auch nach einem Stromausfall.',
  nameThePlantFirst: 'Erst die Anlage nennen: Host, Datenbank und Benutzer.',
  noLoginForDaily: 'Für den Alltag wurde kein Login gewählt; einen wählen, oder mit dem eigenen weitermachen.',
  thisDesktopHasNo: 'Dieser Desktop hat keinen Schlüsselbund für das Passwort; einen anderen Ort wählen.',
  giveAPasswordFirst: 'Erst {{reader}} ein Passwort geben.',
  somethingIsBeingDone: 'Es läuft schon etwas; warten oder erst anhalten.',
  somethingUnforeseenHappened: 'Etwas Unvorhergesehenes ist geschehen: {{detail}}',
  thisPlanIsNot: 'Dieser Plan ist nicht der aktuelle; den neuen ansehen, dann jenen bestätigen.',
  theTestWasStopped: 'Die Prüfung wurde angehalten.',
  savedAs: 'Gespeichert als {{path}}.',
  theSettingsOfAre: 'Die Einstellungen aus {{path}} sind importiert; sie nennen keine Anlage.',
  theSettingsOfAreImported:
    'Die Einstellungen aus {{path}} sind importiert: Passwort geben, dann die Verbindung prüfen.',
  keptIn: 'Aufbewahrt in: {{description}}.',
  everythingComesFromNow: 'Alles kommt jetzt von {{url}}.',
  giveAViewerToken: 'Einen Anzeigeschlüssel angeben, den jenes Gerät ausstellt.',
  theViewerTokenOf: 'Der Anzeigeschlüssel von {{url}}',
  thisDesktopHasNoKeyring: 'Dieser Desktop hat keinen Schlüsselbund; die Datei wählen.',
  theCertificateFileCannot: 'Die Zertifikatsdatei {{caFile}} ist nicht lesbar; erneut wählen.',
  handThePlantOver: 'Erst die Anlage übergeben.',
  thisPlanNeedsNo: 'Dieser Plan braucht keinen DBA.',
  lookAtWhatWould: 'Erst ansehen, was entfernt würde.',
  theSystemdCredential: 'systemd-Credential {{name}}',
  theSystemdCredentialCannot:
    'Das systemd-Credential {{name}} ist nicht lesbar ({{code}}); LoadCredential des Dienstes prüfen.',
  theFileWhichIs: 'Datei {{path}}, nur für diesen Benutzer',
  thePasswordFileMay:
    'Die Passwortdatei {{path}} ist für andere lesbar: nur diesem Benutzer geben (chown, chmod 600) und das Passwort ändern.',
  thePasswordFileCannot: 'Die Passwortdatei {{path}} ist nicht lesbar ({{code}}); ihre Rechte prüfen.',
  thePasswordFileCannotBe: 'Die Passwortdatei {{path}} ist nicht schreibbar ({{code}}); ihre Rechte prüfen.',
  thePasswordOf: 'Das Passwort von {{user}}',
  isNotKeptHere: '{{what}} fehlt hier: muss liegen in {{places}}.',
  theKeyringOfThis: 'Schlüsselbund dieses Desktops',
  theSealedPasswordCannot: 'Das versiegelte Passwort {{path}} ist nicht lesbar; seine Rechte prüfen.',
  theDesktopsKeyringDoes:
    'Der Schlüsselbund des Desktops öffnet das aufbewahrte Passwort nicht: entsperren und neu starten, oder die Anlage neu einrichten.',
  theDesktopsKeyringCannot:
    'Der Schlüsselbund des Desktops kann das Passwort nicht aufbewahren; einen anderen Ort wählen.',
  thisDesktopHasNoKeyringIts:
    'Dieser Desktop hat keinen Schlüsselbund (sein Speicher ist „basic_text“): Was er versiegelt, könnte jedes Programm dieses Benutzers öffnen.',
  thisDesktopHasNoKeyringThat: 'Dieser Desktop hat keinen Schlüsselbund, den Taktline nutzen könnte.',
  theNetworkIsServed: 'Das Netzwerk wird bedient.',
  thisComputerAloneIs: 'Nur dieser Rechner wird bedient.',
  isOut: '{{name}} ist draußen.',
  thereIsNoRoot: 'Es gibt kein Stammzertifikat: Das Netzwerk wird nicht durch eine eigene Stelle bedient.',
  thereIsANew: 'Es gibt ein neues Stammzertifikat: auf jedem Bildschirm installieren.',
  somethingIsBeingDoneAlready: 'Es läuft schon etwas; bitte warten.',
  aTestIsBeing: 'Ein Test läuft schon.',
  aProcessOfThe: 'Ein Prozess des Lasttests ist von selbst beendet.',
  theCertificateFailed: 'Das Zertifikat ist gescheitert: {{error}}.',
  inTheFolderOf:
    '{{name}} im Geheimnis-Ordner ist beschädigt: aus einer Kopie zurücklegen, oder entfernen, damit ein neues erzeugt wird.',
  theAppliancesRootEnds:
    'Das Stammzertifikat des Geräts endet am {{rootEndsMs}}: ein neues erzeugen und auf jedem Bildschirm installieren.',
  theAppliancesRootWas:
    'Das Stammzertifikat wurde erzeugt, bevor das Gerät den Namen {{others}} hatte, und bürgt nicht dafür: eine andere Adresse verwenden, oder ein neues Stammzertifikat erzeugen und auf jedem Bildschirm installieren.',
  theKeyInDoes:
    'Der Schlüssel in {{keyFile}} gehört nicht zum Zertifikat in {{certificateFile}}: die beiden angeben, die zusammen erzeugt wurden.',
  theFileCannotBe: 'Die Datei {{path}} ({{what}}) ist nicht lesbar ({{code}}): Pfad und Rechte prüfen.',
  holdsNoCertificateGive:
    '{{file}} enthält kein Zertifikat: eine PEM-Datei angeben, die mit -----BEGIN CERTIFICATE----- beginnt.',
  theKeyInIs:
    'Der Schlüssel in {{file}} ist durch eine Passphrase geschützt, die nach einem Stromausfall niemand eingeben kann: ohne eine ablegen, nur für diesen Benutzer lesbar.',
  holdsNoPrivateKey: '{{file}} enthält keinen privaten Schlüssel: die PEM-Datei angeben, die zum Zertifikat gehört.',
  theCertificateIsValid: 'Das Zertifikat gilt erst ab {{fromMs}}: die Uhr dieses Rechners prüfen, oder warten.',
  theCertificateEndedOn: 'Das Zertifikat endete am {{toMs}}: Browser lehnen es ab; ein neues in seine Datei legen.',
  theCertificateEndsOn: 'Das Zertifikat endet am {{toMs}}: vorher ein neues in seine Datei legen.',
  theCertificateIsFor:
    'Das Zertifikat gilt für {{names}}, keiner davon gehört diesem Gerät ({{ours}}): eines für einen seiner Namen ausstellen lassen, oder den Namen als gateway.names hinzufügen.',
  noNameAtAll: 'gar keinen Namen',
  portOnIsIn:
    'Port {{port}} auf {{host}} ist von einem anderen Programm belegt: jenes beenden, oder einen anderen Port wählen (0 nimmt einen freien).',
  portOnMayNot: 'Port {{port}} auf {{host}} darf dieser Benutzer nicht verwenden: einen über 1023 wählen.',
  thisMachineHasNo: 'Dieser Rechner hat die Adresse {{host}} nicht: auf 127.0.0.1 lauschen oder auf einer, die er hat.',
  theGatewayCannotListen:
    'Das Gateway kann nicht auf {{host}}, Port {{port}}, lauschen ({{code}}): einen anderen Port wählen.',
  theCertificateIsThe: 'Das Zertifikat ist das der Anlage: Ihre Stelle erneuert es.',
  thereAreKeysAlready: 'Es gibt schon {{most}} Schlüssel: einen entziehen, der nicht mehr benutzt wird.',
  theApplianceDoesNot: 'Das Gerät hat nicht alle diese Abschnitte.',
  theApplianceHasWaited: 'Das Gerät hat vergeblich auf die Anlage gewartet.',
  theApplianceDoesNotHave: 'Das Gerät hat diesen Abschnitt nicht.',
  thisRangeHoldsToo: 'Dieser Zeitraum enthält zu viele Rohwerte; einen kürzeren wählen.',
  readingTheHistoryFailed: 'Das Lesen des Verlaufs ist gescheitert; das Protokoll des Geräts sagt, warum.',
  thisRangeCannotBe: 'Dieser Zeitraum ist in {{resolution}} nicht lesbar; einen kürzeren wählen.',
  thePlantKeepsNo:
    'Die Anlage hält keine Aggregate, und dieser Zeitraum enthält zu viele Rohwerte, um sie beim Lesen zu bilden; einen kürzeren wählen, oder Aggregate anlegen lassen (npm run provision -- plan).',
  thePlantKeepsIt: 'Die Anlage bewahrt es nicht mehr auf.',
  cannotBeWrittenChoose: '{{path}} lässt sich nicht schreiben ({{code}}); wählen Sie einen anderen Ort.',
  cannotBeReadChoose: '{{path}} lässt sich nicht lesen ({{why}}); wählen Sie eine andere Datei.',
  itIsFarTooLarge: 'sie ist viel zu groß',
  itIsLongerThan: 'Es ist länger als 1 GB; wählen Sie eine kürzere Zeit oder eine gröbere Auflösung.',
  theFileIsNot: 'Die Datei ist nicht mehr offen; sichern Sie noch einmal.',
  thisStatementIsNot:
    'Diese Abfrage ist nicht mehr im Gedächtnis oder hat zu viele Parameter, um noch einmal gestellt zu werden.',
  copied: 'Kopiert.',
  calendarNotWritable:
    '{{user}} darf den Kalender der Anlage nicht schreiben. In der Einrichtung einen Login angeben, der es darf, ihn prüfen und wiederkommen.',
  calendarNoTable:
    'Die Anlage hat keine Tabelle für einen Kalender, die {{user}} lesen darf. Erst die Einrichtung planen und ausführen.',
  calendarBehind: 'In den Einstellungen dieses Geräts aufbewahrt; der Kalender der Anlage geht vor.',
  calendarKept: 'In den Einstellungen dieses Geräts aufbewahrt; gilt ab jetzt.',
  calendarInPlant: 'In der Anlage aufbewahrt; ihre Geräte gehen binnen einer halben Minute danach.',
  keptForNextStart: 'Aufbewahrt; gilt ab dem nächsten Start von Taktline.',
  settingsUnreadable: 'Die Einstellungsdatei {{path}} kann nicht gelesen werden ({{code}}); ihre Rechte prüfen.',
  settingsNoObject:
    'Die Einstellungsdatei {{path}} ist kein JSON-Objekt und blieb, wie sie ist; sie berichtigen oder wegräumen.',
  settingsNoJson:
    'Die Einstellungsdatei {{path}} ist kein gültiges JSON: {{detail}}. Sie berichtigen, oder wegräumen, dann gilt die Vorgabe.',
  settingsWrong:
    'In der Einstellungsdatei {{path}} ist der Wert bei {{place}} falsch: {{why}}. Ihn berichtigen, oder die Zeile löschen, dann gilt die Vorgabe.',
};
