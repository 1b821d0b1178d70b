/** The values that were asked for last, at most `most` of them; `onDrop` hears of each that goes. */
export class RecentMap<K, V> {
  readonly #values = new Map<K, V>()
  readonly #most: number
  readonly #onDrop: (value: V, key: K) => void

  constructor(most: number, onDrop: (value: V, key: K) => void = () => undefined) {
    this.#most = most
    this.#onDrop = onDrop
  }

  get size(): number {
    return this.#values.size
  }

  /** The value, which is the newest now. */
  get(key: K): V | undefined {
    const value = this.#values.get(key)
    if (value === undefined) return undefined
    this.#values.delete(key)
    this.#values.set(key, value)
    return value
  }

  set(key: K, value: V): void {
    const before = this.#values.get(key)
    if (before !== undefined && before !== value) this.delete(key)
    else this.#values.delete(key)
    this.#values.set(key, value)
    const oldest = this.#values.size > this.#most ? this.#values.keys().next().value : undefined
    if (oldest !== undefined) this.delete(oldest)
  }

  delete(key: K): void {
    const value = this.#values.get(key)
    if (value === undefined) return
    this.#values.delete(key)
    this.#onDrop(value, key)
  }

  keys(): readonly K[] {
    return [...this.#values.keys()]
  }
}
