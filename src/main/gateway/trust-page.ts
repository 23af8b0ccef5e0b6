import { createHash } from 'node:crypto';
import type { Language } from '../../shared/languages';
import { likelySystem, ROOT_FILE_NAME, SYSTEMS, type TrustWords, trustWords } from './trust-page-words';

export const ROOT_PATH = `/${ROOT_FILE_NAME}`;

const STYLE = `
:root { color-scheme: light dark; font: 1.05rem/1.45 system-ui, sans-serif; --rule: #8886; --link: light-dark(#1d5c96, #7db4e6); }
body { max-width: 44rem; margin: 0 auto; padding: 1rem 1.2rem 3rem; }
a { color: var(--link); }
.press { display: inline-block; margin: .3rem .6rem .3rem 0; padding: .7rem 1.1rem; border: 1px solid var(--link); border-radius: .4rem; font-weight: 600; text-decoration: none; }
code { overflow-wrap: anywhere; font-size: .95em; }
details { border-top: 1px solid var(--rule); }
summary { padding: .8rem 0; cursor: pointer; font-weight: 600; }
li { margin: .4rem 0; }
`;

/** The page runs no script, loads nothing, and has this one style. */
export const TRUST_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface TrustPageFacts {
  /** Where the screens are once the root is trusted, such as `https://192.168.1.20:8443/`. */
  readonly screensUrl: string;
  readonly rootFingerprint: string;
  readonly userAgent: string;
  readonly language: Language;
}

/** A plain page that leads a person from an untrusted appliance to a trusted one, on the system that they sit at. */
export async function trustPage({ screensUrl, rootFingerprint, userAgent, language }: TrustPageFacts): Promise<string> {
  const words = await trustWords(language);
  const likely = likelySystem(userAgent);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(words.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(words.title)}</h1>
<p>${escaped(words.lead)}</p>
<p><a class="press" href="${ROOT_PATH}">${escaped(words.download)}</a> <a class="press" href="${escaped(screensUrl)}">${escaped(words.open)}</a></p>
<p>${escaped(words.install)}<br><code>${escaped(rootFingerprint)}</code></p>
<p>${escaped(words.warns)}</p>
${SYSTEMS.map((system) => section(words.steps[system], system === likely)).join('\n')}
</body>
</html>
`;
}

function section({ system, steps }: TrustWords['steps']['windows'], isOpen: boolean): string {
  const items = steps.map((step) => `<li>${escaped(step)}</li>`).join('\n');
  return `<details${isOpen ? ' open' : ''}><summary>${escaped(system)}</summary><ol>\n${items}\n</ol></details>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
