import { chordParts } from './chord.ts'

const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform)

const NAMES: Readonly<Record<string, string>> = {
  $mod: isMac ? '⌘' : 'Ctrl',
  Control: 'Ctrl',
  Meta: '⌘',
  Alt: isMac ? '⌥' : 'Alt',
  Shift: isMac ? '⇧' : 'Shift',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  Backspace: '⌫',
  MediaPlayPause: 'Play/Pause key',
  MediaStop: 'Stop key',
  MediaTrackNext: 'Next key',
  MediaTrackPrevious: 'Previous key',
  Comma: ',',
  Period: '.',
  NumpadAdd: 'Num +',
  NumpadSubtract: 'Num −',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Slash: '/',
  Minus: '−',
  Equal: '=',
  Backquote: '`',
  Quote: "'",
  Semicolon: ';',
  NumpadDivide: 'Num /',
  NumpadMultiply: 'Num ×',
  NumpadEnter: 'Num Enter',
}

const plain = (key: string): string => {
  const named = NAMES[key]
  if (named) return named
  const code = /^(?:Key|Digit)(.)$/.exec(key)
  if (code?.[1]) return code[1]
  return key.length === 1 ? key.toUpperCase() : key
}

/** "$mod+Shift+z" as keycaps: ["Ctrl", "Shift", "Z"]; "Shift+?" as ["?"]. */
export const keyCaps = (keys: string): string[] => {
  if (keys === '') return []
  const parts = chordParts(keys)
  const last = parts.at(-1) ?? ''
  const shown = /^[^A-Za-z0-9]$/.test(last) ? parts.filter((part) => part !== 'Shift') : parts
  return shown.filter((part) => !/^\[.+\]$/.test(part)).map((part) => plain(part.replace(/^\(|\)$/g, '')))
}
