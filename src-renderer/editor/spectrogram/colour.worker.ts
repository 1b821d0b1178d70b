import { SPECTRUM_ROWS } from '../../../src-shared/audio/spectrum-format.ts'
import { pixelOfByte } from './level-scale.ts'

/** Levels of some columns become a picture, away from the thread that draws. Row 0, the lowest frequency, is at the bottom. */
const coloured = (bytes: Uint8Array): ImageBitmap => {
  const columnCount = bytes.length / SPECTRUM_ROWS
  const picture = new OffscreenCanvas(columnCount, SPECTRUM_ROWS)
  const image = new ImageData(columnCount, SPECTRUM_ROWS)
  const pixels = new Uint32Array(image.data.buffer)
  for (let column = 0; column < columnCount; column++)
    for (let row = 0; row < SPECTRUM_ROWS; row++)
      pixels[(SPECTRUM_ROWS - 1 - row) * columnCount + column] = pixelOfByte[bytes[column * SPECTRUM_ROWS + row] as number] as number
  picture.getContext('2d')?.putImageData(image, 0, 0)
  // a bitmap is drawn as it is; a canvas would be copied for every frame
  return picture.transferToImageBitmap()
}

type Asked = { readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
type Port = { onmessage: ((event: MessageEvent<Asked>) => void) | null; postMessage(message: unknown, transfer: readonly Transferable[]): void }

const port = globalThis as unknown as Port
port.onmessage = ({ data: { id, bytes } }) => {
  const picture = coloured(bytes)
  port.postMessage({ id, bytes, picture }, [picture, bytes.buffer])
}
