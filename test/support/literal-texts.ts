import { parseSync } from 'vite';

interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Attributes that people read or hear. */
const SPOKEN = new Set([
  'aria-label',
  'title',
  'label',
  'hint',
  'placeholder',
  'alt',
  'lead',
  'meaning',
  'what',
  'word',
]);
/** Attributes that only machines read, whatever they look like. */
const SILENT = new Set(['className', 'data-testid', 'd', 'viewBox', 'type', 'style', 'role', 'key']);
/** The same in every language: the product's and standards' names, and what stands for itself. */
const NAMES = new Set(['Taktline', 'TLS', 'PEM', 'OK', 'SHA-256', 'EXPLAIN']);
const TWO_WORDS = /\p{L}{2,} \p{L}{2,}/u;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'type') === 'string';
}

function nameOf(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'MemberExpression') return `${nameOf(node.object)}.${nameOf(node.property)}`;
  return typeof node.name === 'string' ? node.name : '';
}

/** What developers read, not the people before a screen: failures that are bugs, the console, the log. */
function isForDevelopers(node: Node): boolean {
  if (node.type === 'NewExpression') return nameOf(node.callee).endsWith('Error');
  return node.type === 'CallExpression' && /^console\.|log$|querySelector|closed?$/.test(nameOf(node.callee));
}

function textOf(node: Node): string | undefined {
  if (node.type === 'JSXText' || node.type === 'Literal')
    return typeof node.value === 'string' ? node.value.trim().replace(/\s+/g, ' ') : undefined;
  if (node.type !== 'TemplateElement') return undefined;
  return String(Reflect.get(node.value as object, 'cooked') ?? '').trim();
}

/**
 * Texts that a file of the renderer shows by itself: whatever stands between tags or in an attribute that is read or heard,
 * and every other literal of two words or more that is not for developers.
 * @param name ends with .ts or .tsx
 */
export function literalTexts(name: string, source: string): readonly string[] {
  const texts: string[] = [];
  const visit = (node: Node, isSpoken: boolean): void => {
    if (node.type.startsWith('TS') && node.type.endsWith('Type')) return;
    if (
      ['ImportDeclaration', 'ExportAllDeclaration', 'TSTypeAliasDeclaration', 'TSInterfaceDeclaration'].includes(
        node.type,
      )
    )
      return;
    if (isForDevelopers(node)) return;
    const attribute = node.type === 'JSXAttribute' ? nameOf(node.name) : '';
    if (SILENT.has(attribute)) return;
    const text = textOf(node);
    const isShown = node.type === 'JSXText' || isSpoken ? /\p{L}/u : TWO_WORDS;
    if (text !== undefined && isShown.test(text) && !NAMES.has(text)) texts.push(text);
    // Only what stands in the attribute as it is: an expression has names of texts in it.
    const spokenBelow = SPOKEN.has(attribute);
    for (const value of Object.values(node))
      for (const each of Array.isArray(value) ? value : [value])
        if (isNode(each)) visit(each, spokenBelow && each.type === 'Literal');
  };
  const { program, errors } = parseSync(name, source);
  if (errors.length > 0) throw new Error(`${name} cannot be parsed.`);
  visit(program as unknown as Node, false);
  return texts;
}

/**
 * The literals of a source file, those with values in them with `{}` in their places.
 * @param name ends with .ts or .tsx
 */
export function sourceTexts(name: string, source: string): readonly string[] {
  const texts: string[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'Literal' && typeof node.value === 'string') texts.push(node.value);
    if (node.type === 'TemplateLiteral' && Array.isArray(node.quasis))
      texts.push(node.quasis.map((quasi) => String(Reflect.get(quasi.value as object, 'cooked'))).join('{}'));
    for (const value of Object.values(node))
      for (const each of Array.isArray(value) ? value : [value]) if (isNode(each)) visit(each);
  };
  const { program, errors } = parseSync(name, source);
  if (errors.length > 0) throw new Error(`${name} cannot be parsed.`);
  visit(program as unknown as Node);
  return texts;
}
