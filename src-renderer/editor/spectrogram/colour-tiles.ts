/** Columns of one level, coloured once; the bytes stay for reading levels off. */
export type ColouredTile = { readonly picture: ImageBitmap; readonly bytes: Uint8Array<ArrayBuffer> }
type Answer = ColouredTile & { readonly id: number }

const waiting = new Map<number, (tile: ColouredTile | undefined) => void>()
let worker: Worker | undefined
let asked = 0

const start = (): Worker => {
  const fresh = new Worker(new URL('./colour.worker.ts', import.meta.url), { type: 'module', name: 'colours of the spectrogram' })
  fresh.onmessage = ({ data }: MessageEvent<Answer>) => {
    const resolve = waiting.get(data.id)
    waiting.delete(data.id)
    if (resolve) resolve(data)
    else data.picture.close()
  }
  // it is started anew for the next tile
  fresh.onerror = () => {
    worker = undefined
    for (const resolve of waiting.values()) resolve(undefined)
    waiting.clear()
  }
  return fresh
}

/** Colours levels in a thread of the window that does nothing else. `bytes` is given away. undefined: that thread died of it. */
export const colourTile = (bytes: Uint8Array<ArrayBuffer>): Promise<ColouredTile | undefined> =>
  new Promise((resolve) => {
    worker ??= start()
    const id = ++asked
    waiting.set(id, resolve)
    worker.postMessage({ id, bytes }, [bytes.buffer])
  })
