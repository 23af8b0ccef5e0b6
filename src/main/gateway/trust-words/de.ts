import { ROOT_FILE_NAME, type TrustWords } from '../trust-page-words';

export const words: TrustWords = {
  title: 'Diesem Taktline vertrauen',
  lead: 'Dieses Gerät hat eine eigene Zertifizierungsstelle. Ein Bildschirm, der ihrer Wurzel einmal vertraut, spricht sicher mit diesem Gerät, und niemand im Netz kann lesen oder ändern, was er zeigt. Die Wurzel bürgt für die Namen dieses Geräts und für private Adressen, sonst für nichts.',
  download: '1. Wurzel herunterladen',
  open: '3. Bildschirme öffnen',
  install:
    '2. Die Wurzel installieren, wie unten für Ihr System beschrieben. Vorher ihren SHA-256-Fingerabdruck mit dem auf dem Bildschirm des Geräts vergleichen, unter Netzwerk:',
  warns:
    'Warnt der Browser noch, ist die Wurzel noch nicht installiert: nicht über die Warnung hinweggehen, hierher zurückkommen.',
  steps: {
    windows: {
      system: 'Windows (Edge, Chrome)',
      steps: [
        'Die Wurzel herunterladen und die Datei öffnen.',
        '„Zertifikat installieren“ drücken, „Lokaler Computer“ (für alle Benutzer; fragt nach einem Administrator) oder „Aktueller Benutzer“ wählen, Weiter.',
        '„Alle Zertifikate in folgendem Speicher speichern“, Durchsuchen, „Vertrauenswürdige Stammzertifizierungsstellen“, OK, Weiter, Fertig stellen; bestätigen.',
        'Den Browser schließen und wieder öffnen.',
        `Für viele Rechner: eine Gruppenrichtlinie, oder als Administrator: certutil -addstore -f Root ${ROOT_FILE_NAME}`,
      ],
    },
    android: {
      system: 'Android (Chrome)',
      steps: [
        'Die Wurzel herunterladen.',
        'Einstellungen, Sicherheit und Datenschutz, Weitere Sicherheitseinstellungen, Verschlüsselung und Anmeldedaten, Zertifikat installieren, CA-Zertifikat. (Je nach Hersteller heißen die Menüs etwas anders; die Suche in den Einstellungen findet „CA-Zertifikat“.)',
        `„Trotzdem installieren“ drücken, den Bildschirm entsperren und ${ROOT_FILE_NAME} unter den Downloads wählen. Eine Bildschirmsperre muss eingerichtet sein.`,
      ],
    },
    apple: {
      system: 'iPhone und iPad',
      steps: [
        'Diese Seite in Safari öffnen, die Wurzel herunterladen und es erlauben.',
        'Einstellungen, Allgemein, VPN und Geräteverwaltung, das geladene Profil öffnen und „Installieren“ drücken.',
        'Einstellungen, Allgemein, Info, Zertifikatsvertrauenseinstellungen öffnen und die Wurzel einschalten. Ohne diesen Schritt ändert sich nichts.',
      ],
    },
    mac: {
      system: 'macOS (Safari, Chrome)',
      steps: [
        'Die Wurzel herunterladen und die Datei öffnen: Die Schlüsselbundverwaltung fragt wohin; „System“ wählen.',
        'Sie dort am Namen finden, öffnen, „Vertrauen“ aufklappen und „Bei Verwendung dieses Zertifikats“ auf „Immer vertrauen“ stellen.',
        'Das Fenster schließen und das Passwort eingeben.',
      ],
    },
    linux: {
      system: 'Linux (Chrome, Chromium)',
      steps: [
        'Chrome und Chromium führen eine eigene Liste: Einstellungen, Datenschutz und Sicherheit, Sicherheit, Zertifikate verwalten, Von Ihnen installiert, Vertrauenswürdige Zertifikate, Importieren.',
        `Oder im Terminal (Debian-Paket libnss3-tools): certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Taktline -i ${ROOT_FILE_NAME}`,
        `Für curl und andere Programme: sudo cp ${ROOT_FILE_NAME} /usr/local/share/ca-certificates/ && sudo update-ca-certificates`,
      ],
    },
    firefox: {
      system: 'Firefox (auf jedem System)',
      steps: [
        'Einstellungen, Datenschutz & Sicherheit, Zertifikate, Zertifikate anzeigen, Reiter Zertifizierungsstellen, Importieren.',
        'Die heruntergeladene Wurzel wählen und „Dieser CA vertrauen, um Websites zu identifizieren“ ankreuzen.',
      ],
    },
  },
};
