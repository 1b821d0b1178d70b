const MODIFIERS = ['$mod', 'Control', 'Meta', 'Alt', 'Shift'] as const
const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform)

/** What a key writes, by the key that it is on a US layout: both names mean the same press. */
const CODES: Readonly<Record<string, string>> = {
  ',': 'comma',
  '.': 'period',
  '/': 'slash',
  '?': 'slash',
  '[': 'bracketleft',
  ']': 'bracketright',
  '\\': 'backslash',
  '-': 'minus',
  '=': 'equal',
  '+': 'equal',
  '`': 'backquote',
  ' ': 'space',
}

/** The parts of a chord; its last is the key. "+" may be the key. */
export const chordParts = (chord: string): string[] => (chord === '+' ? ['+'] : chord.split(/\+(?!$)/))

const keyOf = (key: string): string => {
  const code = /^(?:Key|Digit)(.)$/.exec(key)
  return CODES[key] ?? (code?.[1] ?? key).toLowerCase()
}

/** All presses that a chord stands for, written in one way: an optional modifier gives two. */
const presses = (chord: string): string[] => {
  const parts = chordParts(chord)
  const key = keyOf(parts.at(-1) ?? '')
  const held = parts.slice(0, -1).map((part) => (part === '$mod' ? (isMac ? 'Meta' : 'Control') : part))
  const always = held.filter((part) => !part.startsWith('[')).toSorted()
  const perhaps = held.filter((part) => part.startsWith('[')).map((part) => part.slice(1, -1))
  const written = (mods: readonly string[]) => [...mods.toSorted(), key].join('+')
  return [written(always), ...(perhaps.length > 0 ? [written([...always, ...perhaps])] : [])]
}

/** Whether one press of keys would mean both. */
export const sameChord = (a: string, b: string): boolean => {
  const other = new Set(presses(b))
  return presses(a).some((press) => other.has(press))
}

/** A modifier that is not just Shift, a function key or Escape: may work while text is written. */
export const isBeyondTyping = (chord: string): boolean => /\$mod|Control|Meta|Alt|^(?:Shift\+)?F\d+$|^Escape$|^Media/.test(chord)

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** Keys that move the focus or belong to text: never an action's. */
const KEPT = new Set(['Tab', 'CapsLock', 'NumLock', 'ContextMenu', 'Dead', 'Process', 'Unidentified'])

/** A press as a chord; undefined while only modifiers are down, and for keys that can be nobody's. */
export const chordOfPress = ({ key, code, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): string | undefined => {
  if (KEPT.has(key) || ['Control', 'Meta', 'Alt', 'AltGraph', 'Shift'].includes(key)) return undefined
  const held: string[] = []
  if (isMac ? metaKey : ctrlKey) held.push('$mod')
  if (isMac && ctrlKey) held.push('Control')
  if (!isMac && metaKey) held.push('Meta')
  if (altKey) held.push('Alt')
  if (shiftKey) held.push('Shift')
  // a letter by what it writes, so that it moves with the layout; with Alt, Macs write other signs
  const last = /^[a-z]$/i.test(key) && !altKey ? key.toLowerCase() : key.length === 1 ? code : key
  return last === '' ? undefined : [...held.toSorted((a, b) => MODIFIERS.indexOf(a as '$mod') - MODIFIERS.indexOf(b as '$mod')), last].join('+')
}
