const FLOOR_DB = -84
const LINES_HZ = [100, 1_000, 10_000] as const

const colour = (element: Element, name: string): string => getComputedStyle(element).getPropertyValue(name).trim()

/** One bar a band, -84..0 dB, with lines at 100 Hz, 1 and 10 kHz. */
export const drawSpectrum = (canvas: HTMLCanvasElement, levels: ArrayLike<number>, centresHz: readonly number[]): void => {
  const context = canvas.getContext('2d')
  const { clientWidth: width, clientHeight: height } = canvas
  if (!context || width === 0) return
  const scale = window.devicePixelRatio
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
  }
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, width, height)
  const bar = width / centresHz.length
  context.fillStyle = colour(canvas, '--wave-core')
  for (let band = 0; band < centresHz.length; band++) {
    const tall = Math.max(1, (1 - Math.min(0, levels[band] ?? FLOOR_DB) / FLOOR_DB) * height)
    context.fillRect(band * bar, height - tall, Math.max(1, bar - 1), tall)
  }
  context.fillStyle = colour(canvas, '--line-strong')
  const [lowest = 1] = centresHz
  const octaves = Math.log2((centresHz.at(-1) ?? lowest) / lowest)
  for (const hz of LINES_HZ) context.fillRect((Math.log2(hz / lowest) / octaves) * (width - bar) + bar / 2, 0, 1, height)
}
