import type { WorkFlags } from '../../src-shared/kernel/work-flags.ts'
import type { Proof } from '../../src-shared/project/document.ts'
import { openWav } from '../audio/index.ts'
import type { PasteGeometry } from './paste-geometry.ts'
import { type Pasted, type PasteWish, pastePatch } from './paste-patch.ts'
import { provePaste, provePastes } from './prove-paste.ts'

export type PasteRequest = { readonly songPath: string; readonly patchPath: string; readonly outPath: string; readonly wish: PasteWish }
export type ProvenPaste = Pasted & { readonly proof: Proof; readonly lengthFrames: number }

/** Pastes, then opens what lies on the disk and proves it. Runs in a worker thread. */
export const pasteAndProve = async ({ songPath, patchPath, outPath, wish }: PasteRequest, flags: WorkFlags): Promise<ProvenPaste> => {
  const song = await openWav(songPath)
  try {
    const patch = await openWav(patchPath)
    let pasted: Pasted
    try {
      pasted = await pastePatch(song, patch, wish, outPath, flags)
    } finally {
      await patch.close()
    }
    const result = await openWav(outPath)
    try {
      const proof = await provePaste(song, result, pasted.geometry, flags)
      return { ...pasted, proof, lengthFrames: result.layout.lengthFrames }
    } finally {
      await result.close()
    }
  } finally {
    await song.close()
  }
}

export type ProvePastesRequest = { readonly songPath: string; readonly resultPath: string; readonly pastes: readonly PasteGeometry[] }

/** The proof of several pastes as a whole, from the first file and the last. Runs in a worker thread. */
export const proveAll = async ({ songPath, resultPath, pastes }: ProvePastesRequest, flags: WorkFlags): Promise<Proof> => {
  const song = await openWav(songPath)
  try {
    const result = await openWav(resultPath)
    try {
      return await provePastes(song, result, pastes, flags)
    } finally {
      await result.close()
    }
  } finally {
    await song.close()
  }
}
