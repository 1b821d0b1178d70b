import { create } from 'zustand'
import type { RegenerateWay } from '../../src-shared/editing/ways.ts'
import { DEFAULT_REMIX_CONTROLS, type RemixControls } from '../../src-shared/generation/plan.ts'
import type { MarkerId, RegionId, TakeId } from '../../src-shared/kernel/ids.ts'
import type { SnapMode } from '../../src-shared/settings/snap-modes.ts'
import { changeSettings } from '../settings/index.ts'
import { isEmpty, type Selection, spanOf } from './time/keyboard-selection.ts'
import type { Span } from './time/time-words.ts'
import type { Hit } from './tools/tool.ts'
import type { SoundPicture } from './waveform/bands.ts'

/** How the future part is drawn before it is asked for. */
export type ExtensionDraft = { readonly direction: 'after' | 'before'; readonly lengthFrames: number }

/** A picture while dragging. Never leaves the window; Escape drops it. */
export type Preview =
  | { readonly of: 'selection'; readonly span: Span }
  | { readonly of: 'region'; readonly regionId: RegionId; readonly span: Span }
  | { readonly of: 'marker'; readonly markerId: MarkerId; readonly frame: number }
  | { readonly of: 'extension'; readonly lengthFrames: number }
  /** a bar line of the song that is being moved alone */
  | { readonly of: 'bar-line'; readonly bar: number; readonly frame: number }

export type PanelTab = 'change' | 'regions' | 'notes' | 'grid' | 'plan' | 'comments' | 'history'

/** What the musician is doing, as opposed to what the song is: not saved, not undone. */
export type Session = {
  readonly selection: Selection | undefined
  readonly selectedRegionId: RegionId | undefined
  readonly selectedMarkerId: MarkerId | undefined
  /** of the tab Regions */
  readonly regionView: 'list' | 'table'
  readonly snap: SnapMode
  readonly picture: SoundPicture
  readonly preview: Preview | undefined
  readonly extension: ExtensionDraft | undefined
  readonly hover: Hit | undefined
  readonly renamingRegionId: RegionId | undefined
  /** the group whose takes the keys 1–4 mean; undefined: the newest */
  readonly groupId: string | undefined
  /** for A/B: which take was heard before the song */
  readonly heardBefore: TakeId | undefined
  /** whose lanes are shown where a song has several sets of stems; undefined: the newest */
  readonly stemSetId: string | undefined
  readonly isFollowing: boolean
  readonly tab: PanelTab
  readonly prompt: string
  readonly controls: RemixControls
  /** how a region is to be played anew; 'automatic' leaves it to main */
  readonly how: RegenerateWay | 'automatic'
  readonly takeCount: number
  /** while a tempo is tapped */
  readonly taps: { readonly count: number; readonly tempoBpm: number | undefined } | undefined
}

export const freshSession: Session = {
  selection: undefined,
  selectedRegionId: undefined,
  selectedMarkerId: undefined,
  regionView: 'list',
  snap: 'bar',
  picture: 'wave',
  preview: undefined,
  extension: undefined,
  hover: undefined,
  renamingRegionId: undefined,
  groupId: undefined,
  heardBefore: undefined,
  stemSetId: undefined,
  isFollowing: true,
  tab: 'change',
  prompt: '',
  controls: DEFAULT_REMIX_CONTROLS,
  how: 'automatic',
  takeCount: 2,
  taps: undefined,
}

export const useSession = create<Session>()(() => freshSession)

/** Another song: marks and takes belong to the old one, the musician's habits stay. */
export const forgetSong = (habits: Pick<Session, 'snap' | 'picture' | 'takeCount'>): void =>
  useSession.setState(({ controls, isFollowing, tab, regionView }) => ({ ...freshSession, ...habits, controls, isFollowing, tab, regionView }))

/** Remembered for the next start, too. */
export const setSnap = (snap: SnapMode): void => {
  useSession.setState({ snap })
  void changeSettings({ snap })
}
export const setPicture = (picture: SoundPicture): void => {
  useSession.setState({ picture })
  void changeSettings({ editorPicture: picture })
}
const PICTURES = ['wave', 'spectrum', 'both'] as const
export const cyclePicture = (): void => setPicture(PICTURES[(PICTURES.indexOf(useSession.getState().picture) + 1) % PICTURES.length] ?? 'wave')
export const setTakeCount = (takes: number): void => {
  useSession.setState({ takeCount: takes })
  void changeSettings({ takes })
}

export const select = (selection: Selection | undefined, selectedRegionId?: RegionId): void =>
  useSession.setState({ selection, selectedRegionId, preview: undefined })
export const selectSpan = ({ startFrame, endFrame }: Span, selectedRegionId?: RegionId): void =>
  select({ anchorFrame: startFrame, headFrame: endFrame }, selectedRegionId)

/** The kept region that is chosen. While other bars are being dragged over it is not shown as such, and is chosen again if the drag is given up. */
export const shownRegionId = ({ preview, selectedRegionId }: Session): RegionId | undefined => (preview?.of === 'selection' ? undefined : selectedRegionId)

/** The bars that are marked, in frames of the song that is open. */
export const markedSpan = (): Span | undefined => {
  const { selection } = useSession.getState()
  return selection && !isEmpty(selection) ? spanOf(selection) : undefined
}
