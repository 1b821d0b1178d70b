/**
 * The words for a reader in an answer that is still being written: strings under `keys`, finished or not, a line each. Everything else (keys,
 * braces, other fields, what a model says to itself before its JSON) is plumbing and is left out.
 */
export const wordsSoFar = (json: string, keys: readonly string[]): string => {
  const start = json.indexOf('{')
  if (start < 0) return ''
  const lines: string[] = []
  let key = ''
  for (let at = start; at < json.length; at++) {
    if (json[at] !== '"') continue
    let end = at + 1
    while (end < json.length && json[end] !== '"') end += json[end] === '\\' ? 2 : 1
    const isWhole = end < json.length
    if (isWhole && /^\s*:/.test(json.slice(end + 1))) key = json.slice(at + 1, end)
    else if (keys.includes(key) && isValue(json, at)) lines.push(unescaped(json.slice(at + 1, end)))
    at = end
  }
  return lines.join('\n')
}

/** Whether the string that begins here is a value: behind a colon, or inside a list. */
const isValue = (json: string, at: number): boolean => {
  const before = json.slice(0, at).trimEnd()
  if (before.endsWith(':') || before.endsWith('[')) return true
  return before.endsWith(',') && isInList(before)
}

const isInList = (before: string): boolean => {
  const open: string[] = []
  let isString = false
  for (let at = 0; at < before.length; at++) {
    const letter = before[at] ?? ''
    if (letter === '\\') at++
    else if (letter === '"') isString = !isString
    else if (isString) continue
    else if (letter === '[' || letter === '{') open.push(letter)
    else if (letter === ']' || letter === '}') open.pop()
  }
  return open.at(-1) === '['
}

/** An escape that is not finished yet is left out until it is. */
const unescaped = (text: string): string => {
  try {
    return JSON.parse(`"${text.replace(/^((?:[^\\]|\\.)*?)\\(?:u[0-9a-fA-F]{0,3})?$/s, '$1')}"`)
  } catch {
    return ''
  }
}
