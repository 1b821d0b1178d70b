import { paintMarkers } from '../markers/paint-markers.ts'
import { paintDimmed, paintFrequencies, paintSpectrum } from '../spectrogram/paint-spectrum.ts'
import { bandsOf, sharedBands } from './bands.ts'
import { linesOf, paintGrid, paintRuler, paintSections } from './paint-grid.ts'
import { paintExtension, paintFreshGlow, paintRegions, paintSelection, paintSelectionEdges, paintSelectionLabel } from './paint-spans.ts'
import { paintSamples, paintWave } from './paint-wave.ts'
import type { Palette } from './palette.ts'
import type { Scene } from './scene.ts'
import { paintDots } from './take-dots.ts'

/** Closer than this a line through every sample is clearer than columns, and still cheap. */
const LINE_FRAMES_PER_PIXEL = 4

/** One picture, back to front. `ctx` is scaled to CSS pixels. */
export const paintScene = (
  ctx: CanvasRenderingContext2D,
  scene: Scene,
  palette: Palette,
  pixelRatio: number,
  sampleAt: ((frame: number) => number | undefined) | undefined,
): void => {
  const bands = bandsOf(scene.heightPx, scene.sections.length > 0)
  const { wave, spectrum } = sharedBands(bands, scene.picture)
  const lines = linesOf(scene)
  ctx.clearRect(0, 0, scene.view.widthPx, scene.heightPx)
  paintSections(ctx, scene, bands, palette)
  if (spectrum && scene.spectrum) paintSpectrum(ctx, scene.spectrum, scene.view, spectrum, pixelRatio)
  if (spectrum && scene.selection) paintDimmed(ctx, scene.view, scene.selection, spectrum, palette)
  paintGrid(ctx, lines, bands, palette)
  paintRegions(ctx, scene, bands, palette)
  paintFreshGlow(ctx, scene, bands, palette)
  paintSelection(ctx, scene, bands, palette)
  if (wave && sampleAt && scene.view.framesPerPixel < LINE_FRAMES_PER_PIXEL) paintSamples(ctx, scene, wave, palette, sampleAt)
  else if (wave) paintWave(ctx, scene, wave, palette, pixelRatio)
  if (spectrum && scene.spectrum) paintFrequencies(ctx, scene.spectrum, scene.view, spectrum, palette)
  paintDots(ctx, scene, bands, palette)
  paintSelectionEdges(ctx, scene, bands, palette)
  paintExtension(ctx, scene, bands, palette)
  paintSelectionLabel(ctx, scene, bands, palette)
  paintRuler(ctx, scene, lines, palette)
  paintMarkers(ctx, scene, bands, palette)
}
