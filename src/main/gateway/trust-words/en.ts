import { ROOT_FILE_NAME, type TrustWords } from '../trust-page-words';

export const words: TrustWords = {
  title: 'Trust this Taktline',
  lead: "This appliance has a certificate authority of its own. A screen that is told to trust its root, once, is sure to speak with this appliance, and nobody on the network can read or change what it shows. The root vouches for this appliance's names and for private addresses, for nothing else.",
  download: '1. Download the root',
  open: '3. Open the screens',
  install:
    "2. Install it, as below for your system. Before that, compare its SHA-256 fingerprint with the one on the appliance's own screen, under Network:",
  warns: 'If the browser still warns, the root is not installed yet: do not go on past the warning, come back here.',
  steps: {
    windows: {
      system: 'Windows (Edge, Chrome)',
      steps: [
        'Download the root and open the file.',
        'Press Install Certificate, choose Local Machine (for all users; asks for an administrator) or Current User, Next.',
        'Choose “Place all certificates in the following store”, Browse, Trusted Root Certification Authorities, OK, Next, Finish; confirm.',
        'Close the browser and open it again.',
        `For many computers: a group policy, or as an administrator: certutil -addstore -f Root ${ROOT_FILE_NAME}`,
      ],
    },
    android: {
      system: 'Android (Chrome)',
      steps: [
        'Download the root.',
        'Open Settings, Security and privacy, More security settings, Encryption and credentials, Install a certificate, CA certificate. (Makers name the menus a little differently; the search in Settings finds “CA certificate”.)',
        `Press Install anyway, unlock the screen, and choose ${ROOT_FILE_NAME} among the downloads. A screen lock must be set.`,
      ],
    },
    apple: {
      system: 'iPhone and iPad',
      steps: [
        'Open this page in Safari, download the root and allow it.',
        'Open Settings, General, VPN and Device Management, the downloaded profile, and press Install.',
        'Open Settings, General, About, Certificate Trust Settings, and switch the root on. Without this step nothing changes.',
      ],
    },
    mac: {
      system: 'macOS (Safari, Chrome)',
      steps: [
        'Download the root and open the file: Keychain Access asks where to; choose System.',
        'Find it there by its name, open it, unfold Trust, and set “When using this certificate” to Always Trust.',
        'Close the window and give your password.',
      ],
    },
    linux: {
      system: 'Linux (Chrome, Chromium)',
      steps: [
        'Chrome and Chromium keep their own list: Settings, Privacy and security, Security, Manage certificates, Installed by you, Trusted certificates, Import.',
        `Or in a terminal (Debian package libnss3-tools): certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Taktline -i ${ROOT_FILE_NAME}`,
        `For curl and other programs: sudo cp ${ROOT_FILE_NAME} /usr/local/share/ca-certificates/ && sudo update-ca-certificates`,
      ],
    },
    firefox: {
      system: 'Firefox (on any system)',
      steps: [
        'Open Settings, Privacy & Security, Certificates, View Certificates, the tab Authorities, and press Import.',
        'Choose the downloaded root and tick “Trust this CA to identify websites”.',
      ],
    },
  },
};
