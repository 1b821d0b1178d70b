/** Text that is XML already. */
export type Xml = { readonly xml: string }
type Value = string | number | boolean | undefined
type Child = Xml | string | number | undefined | readonly Child[]

/** What XML 1.0 cannot hold at all is left out. */
const allowed = (text: string): string => text.toWellFormed().replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
const escaped = (text: string): string => allowed(text).replace(/[&<>"\t\n\r]/g, (letter) => ENTITIES[letter] ?? letter)
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' }

const inside = (child: Child): string => {
  if (child === undefined) return ''
  if (typeof child === 'string' || typeof child === 'number') return escaped(String(child))
  return 'xml' in child ? child.xml : child.map(inside).join('')
}

/** One element. Attributes that are undefined are left out; text is escaped. */
export const tag = (name: string, attributes: Readonly<Record<string, Value>> = {}, ...children: readonly Child[]): Xml => {
  const words = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join('')
  const body = children.map(inside).join('')
  return { xml: body === '' ? `<${name}${words}/>\n` : `<${name}${words}>${body}</${name}>\n` }
}

/** A whole file. */
export const xmlFile = (root: Xml, doctype = ''): string => `<?xml version="1.0" encoding="UTF-8"?>\n${doctype}${root.xml}`
