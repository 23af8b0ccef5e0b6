import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Language } from '../../shared/languages';
import { refuse } from './http-answers';
import { acceptedLanguage } from './trust-page-words';

/** What a person reads in the place of a page, who typed or followed its address; what only programs meet is English. */
const SENTENCES = {
  'not-ours': {
    en: 'This address is not one of this appliance.',
    de: 'Diese Adresse ist keine dieses Geräts.',
    es: 'Esta dirección no es de este equipo.',
    zh: '此地址不属于本设备。',
  },
  'no-page': {
    en: 'There is no such page.',
    de: 'Diese Seite gibt es nicht.',
    es: 'Esa página no existe.',
    zh: '没有此页面。',
  },
  unreadable: {
    en: 'The page could not be read; the log of the appliance says why.',
    de: 'Die Seite konnte nicht gelesen werden; das Protokoll des Geräts sagt, warum.',
    es: 'No se pudo leer la página; el registro del equipo dice por qué.',
    zh: '无法读取页面；原因见设备日志。',
  },
  incomplete: {
    en: 'The page could not be read; install Taktline anew.',
    de: 'Die Seite konnte nicht gelesen werden; Taktline neu installieren.',
    es: 'No se pudo leer la página; instale Taktline de nuevo.',
    zh: '无法读取页面；请重新安装 Taktline。',
  },
  'no-certificate': {
    en: 'This appliance has no certificate to be used; its own screen says why, under Network.',
    de: 'Dieses Gerät hat kein brauchbares Zertifikat; sein eigener Bildschirm sagt unter „Netzwerk“, warum.',
    es: 'Este equipo no tiene un certificado utilizable; su propia pantalla dice por qué, en «Red».',
    zh: '本设备没有可用的证书；原因见其自身屏幕的“网络”。',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

export type PageRefusal = keyof typeof SENTENCES;

/** Answers with a status and one sentence in the browser's language. */
export function refusePage(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  refusal: PageRefusal,
): void {
  response.setHeader('vary', 'accept-language');
  refuse(response, status, SENTENCES[refusal][acceptedLanguage(request.headers['accept-language'])]);
}
