/** Tags are the same in any case and however their letters are composed; the first spelling stays. */
const sameKey = (tag: string): string => tag.normalize('NFC').toLowerCase()

/** Puts tags on and takes tags off, without doubles; what was there keeps its order and spelling. */
export const changedTags = (before: readonly string[], add: readonly string[], remove: readonly string[]): string[] => {
  const off = new Set(remove.map(sameKey))
  const tags: string[] = []
  const seen = new Set<string>()
  for (const tag of [...before.filter((one) => !off.has(sameKey(one))), ...add]) {
    const key = sameKey(tag)
    if (seen.has(key)) continue
    seen.add(key)
    tags.push(tag)
  }
  return tags
}

/** `from` becomes `to` where it stands; where `to` is there already the two become one. */
export const renamedTags = (before: readonly string[], from: string, to: string): string[] => {
  const renamed = before.map((tag) => (sameKey(tag) === sameKey(from) ? to : tag))
  return changedTags([], renamed, [])
}
