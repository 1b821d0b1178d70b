/** A running recording of the microphone. */
export type Recorder = { stop(): Promise<void> }

export type RecorderEars = {
  /** 16-bit mono in base64, about once a second, and the rest at the end */
  readonly onPiece: (pcm16: string, sampleRateHz: number) => void
  /** the loudest sample of the last moment, 0..1 */
  readonly onLevel: (peak: number) => void
}

const PIECE_SECONDS = 1

const toBase64 = (samples: Int16Array): string => {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}

const toPcm16 = (pieces: readonly Float32Array[]): Int16Array => {
  const all = new Int16Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) for (const sample of piece) all[at++] = Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_767)))
  return all
}

/** Listens to the microphone. @throws DOMException NotAllowedError, NotFoundError, NotReadableError: what the system or the person said */
export const startRecorder = async ({ onPiece, onLevel }: RecorderEars): Promise<Recorder> => {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: true },
    video: false,
  })
  const [track] = stream.getAudioTracks()
  if (!track) throw new DOMException('no microphone', 'NotFoundError')
  // Chromium's way to the samples of a microphone without a worklet
  const reader = new MediaStreamTrackProcessor({ track: track as MediaStreamAudioTrack }).readable.getReader()
  let waiting: Float32Array[] = []
  let frames = 0
  let rateHz = 0

  const send = (): void => {
    if (frames > 0) onPiece(toBase64(toPcm16(waiting)), rateHz)
    waiting = []
    frames = 0
  }
  const listen = async (): Promise<void> => {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const data = next.value
      const samples = new Float32Array(data.numberOfFrames)
      data.copyTo(samples, { planeIndex: 0, format: 'f32-planar' })
      rateHz = data.sampleRate
      data.close()
      waiting.push(samples)
      frames += samples.length
      onLevel(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0))
      if (frames >= PIECE_SECONDS * rateHz) send()
    }
  }
  const listening = listen()
  return {
    async stop() {
      await reader.cancel().catch(() => undefined)
      for (const one of stream.getTracks()) one.stop()
      await listening.catch(() => undefined)
      send()
    },
  }
}
