/** How a system is told to trust the appliance's root, as its own menus name the steps. */
export interface TrustSteps {
  readonly system: string;
  /** Whether a browser that names itself so is likely to run there. */
  readonly isLikely: (userAgent: string) => boolean;
  readonly steps: readonly string[];
}

/** The file that the steps speak of. */
export const ROOT_FILE_NAME = 'taktline-root.crt';

const isApple = (userAgent: string) => /iPhone|iPad|iPod/.test(userAgent);
const isFirefox = (userAgent: string) => /Firefox\//.test(userAgent);

export const TRUST_STEPS: readonly TrustSteps[] = [
  {
    system: 'Windows (Edge, Chrome)',
    isLikely: (userAgent) => /Windows/.test(userAgent) && !isFirefox(userAgent),
    steps: [
      'Download the root and open the file.',
      'Press Install Certificate, choose Local Machine (for all users; asks for an administrator) or Current User, Next.',
      'Choose “Place all certificates in the following store”, Browse, Trusted Root Certification Authorities, OK, Next, Finish; confirm.',
      'Close the browser and open it again.',
      `For many computers: a group policy, or as an administrator: certutil -addstore -f Root ${ROOT_FILE_NAME}`,
    ],
  },
  {
    system: 'Android (Chrome)',
    isLikely: (userAgent) => /Android/.test(userAgent) && !isFirefox(userAgent),
    steps: [
      'Download the root.',
      'Open Settings, Security and privacy, More security settings, Encryption and credentials, Install a certificate, CA certificate. (Makers name the menus a little differently; the search in Settings finds “CA certificate”.)',
      `Press Install anyway, unlock the screen, and choose ${ROOT_FILE_NAME} among the downloads. A screen lock must be set.`,
    ],
  },
  {
    system: 'iPhone and iPad',
    isLikely: isApple,
    steps: [
      'Open this page in Safari, download the root and allow it.',
      'Open Settings, General, VPN and Device Management, the downloaded profile, and press Install.',
      'Open Settings, General, About, Certificate Trust Settings, and switch the root on. Without this step nothing changes.',
    ],
  },
  {
    system: 'macOS (Safari, Chrome)',
    isLikely: (userAgent) => /Macintosh/.test(userAgent) && !isFirefox(userAgent),
    steps: [
      'Download the root and open the file: Keychain Access asks where to; choose System.',
      'Find it there by its name, open it, unfold Trust, and set “When using this certificate” to Always Trust.',
      'Close the window and give your password.',
    ],
  },
  {
    system: 'Linux (Chrome, Chromium)',
    isLikely: (userAgent) => /Linux/.test(userAgent) && !/Android/.test(userAgent) && !isFirefox(userAgent),
    steps: [
      'Chrome and Chromium keep their own list: Settings, Privacy and security, Security, Manage certificates, Installed by you, Trusted certificates, Import.',
      `Or in a terminal (Debian package libnss3-tools): certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Taktline -i ${ROOT_FILE_NAME}`,
      `For curl and other programs: sudo cp ${ROOT_FILE_NAME} /usr/local/share/ca-certificates/ && sudo update-ca-certificates`,
    ],
  },
  {
    system: 'Firefox (on any system)',
    isLikely: isFirefox,
    steps: [
      'Open Settings, Privacy & Security, Certificates, View Certificates, the tab Authorities, and press Import.',
      'Choose the downloaded root and tick “Trust this CA to identify websites”.',
    ],
  },
];
