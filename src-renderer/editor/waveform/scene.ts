import type { MarkerId, RegionId, TakeId } from '../../../src-shared/kernel/ids.ts'
import type { MarkerColour } from '../../../src-shared/project/marker-colours.ts'
import type { SnapMode } from '../../../src-shared/settings/snap-modes.ts'
import type { SpectrumTiles } from '../spectrogram/spectrum-tiles.ts'
import type { MusicalGrid } from '../time/musical-grid.ts'
import type { Span } from '../time/time-words.ts'
import type { Hit } from '../tools/tool.ts'
import type { SoundPicture } from './bands.ts'
import type { Viewport } from './viewport.ts'
import type { WaveColumns } from './wave-columns.ts'

export type SceneRegion = Span & { readonly id: RegionId; readonly name: string; readonly prompt: string }
export type SceneMarker = { readonly id: MarkerId; readonly name: string; readonly frame: number; readonly colour: MarkerColour | undefined }
/** An open take, painted small on the bars that it changes. */
export type SceneDot = Span & { readonly takeId: TakeId; readonly number: number; readonly place: number; readonly isHeard: boolean }
export type SceneSection = Span & { readonly name: string; readonly hue: number }

/** Everything one picture of the waveform shows. Built from document, session and transport; painting asks nobody else. */
export type Scene = {
  readonly view: Viewport
  readonly heightPx: number
  readonly sampleRateHz: number
  readonly lengthFrames: number
  readonly grid: MusicalGrid | undefined
  /** what edges hold on to: drawn where it is finer than beats and there is room */
  readonly snap: SnapMode
  readonly sections: readonly SceneSection[]
  readonly picture: SoundPicture
  readonly columns: WaveColumns | undefined
  readonly spectrum: SpectrumTiles | undefined
  readonly playheadFrame: number
  readonly regions: readonly SceneRegion[]
  readonly selectedRegionId: RegionId | undefined
  /** in the order of the song */
  readonly markers: readonly SceneMarker[]
  readonly selectedMarkerId: MarkerId | undefined
  readonly selection: Span | undefined
  /** "Bars 5–8 · 8.2 s", painted at the selection's top */
  readonly selectionLabel: string
  /** what shall change there, as typed */
  readonly selectionPrompt: string
  readonly dots: readonly SceneDot[]
  readonly isLooping: boolean
  readonly loop: Span | undefined
  /** not accepted yet: each span glows */
  readonly fresh: readonly Span[]
  /** hatched space for what Extend will make */
  readonly extension: (Span & { readonly direction: 'after' | 'before'; readonly label: string }) | undefined
  readonly hover: Hit | undefined
}
