/**
 * Writes into those elements inside `root` that have a `data-part`, and only what differs from what stands there. React makes these elements and hears
 * what is pressed; it is told nothing of the words.
 */
export const partWriter = (root: HTMLElement) => {
  const parts = new Map<string, HTMLElement | SVGElement>()
  for (const element of root.querySelectorAll<HTMLElement | SVGElement>('[data-part]')) parts.set(element.dataset.part ?? '', element)
  const written = new Map<string, string>()
  let shownName: string | undefined

  const isNew = (what: string, value: string): boolean => {
    if (written.get(what) === value) return false
    written.set(what, value)
    return true
  }
  return {
    part: (name: string) => parts.get(name),
    isNew,
    say(name: string, words: string): void {
      const element = parts.get(name)
      if (!element || !isNew(name, words)) return
      const letters = element.firstChild
      if (letters) letters.nodeValue = words
      else element.append(words)
    },
    set(name: string, attribute: string, value: string): void {
      const element = parts.get(name)
      if (element && isNew(`${name} ${attribute}`, value)) element.setAttribute(attribute, value)
    },
    style(name: string, property: string, value: string): void {
      const element = parts.get(name)
      if (element && isNew(`${name} ${property}`, value)) element.style.setProperty(property, value)
    },
    /** To be told before another song is written: a button that was pressed for one must not be pressed by the keyboard for the next. */
    show(songId: string): void {
      const active = document.activeElement
      if (shownName !== undefined && shownName !== songId && active instanceof HTMLElement && root.contains(active)) active.blur()
      shownName = songId
    },
  }
}
export type PartWriter = ReturnType<typeof partWriter>

/** What a song's stars show. */
export const writeStars = ({ set, style }: PartWriter, words: Readonly<Record<string, string>>, rating: number, isReadOnly: boolean): void => {
  for (const [attribute, value] of Object.entries(words)) set('stars', attribute, value)
  style('stars', '--given', String(rating))
  style('stars', 'visibility', isReadOnly && rating === 0 ? 'hidden' : 'inherit')
}
