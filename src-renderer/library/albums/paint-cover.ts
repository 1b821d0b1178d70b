import { MAX_COVER_PX } from '../../../src-shared/library/album.ts'

/** A chosen file may be this large, bytes: a photograph straight off a camera is. */
const MOST_FILE_BYTES = 40_000_000
const QUALITY = 0.9
const HEAD_BYTES = 512

export type PaintedCover = { readonly jpegBase64: string } | { readonly refusal: string }

const NOT_A_PICTURE = 'This file is not a picture that can be a cover. Choose a PNG, JPEG or WebP file.'

/** SVG is a program as much as a picture: it is refused by what is in it, whatever the file calls itself. */
const isMarkup = async (file: Blob): Promise<boolean> => /^\s*(?:<|\uFEFF)/.test(await file.slice(0, HEAD_BYTES).text())

const base64Of = async (blob: Blob): Promise<string> => {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  let letters = ''
  for (let at = 0; at < bytes.length; at += 0x8000) letters += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(letters)
}

/** Decodes a chosen file here, in the sandbox, crops it to a square and paints it anew: only pixels go on, no metadata and nothing hidden behind them. */
export const paintCover = async (file: Blob): Promise<PaintedCover> => {
  if (file.size > MOST_FILE_BYTES) return { refusal: 'This picture is too large for a cover. Choose a smaller one.' }
  if (file.type === 'image/svg+xml' || (await isMarkup(file))) return { refusal: NOT_A_PICTURE }
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (!picture) return { refusal: NOT_A_PICTURE }
  const side = Math.min(picture.width, picture.height)
  const px = Math.min(MAX_COVER_PX, side)
  const canvas = new OffscreenCanvas(px, px)
  const context = canvas.getContext('2d')
  if (!context) return { refusal: 'The picture could not be painted. Close other windows and try again.' }
  context.drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, px, px)
  picture.close()
  return { jpegBase64: await base64Of(await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY })) }
}
