import { useActions } from '../actions/index.ts'
import { transport } from '../transport/index.ts'
import { toggleLanes } from './comp/comp-store.ts'
import { editorActions } from './editor-actions.ts'
import { editorReasons } from './editor-reasons.ts'
import { tap } from './grid/grid-edits.ts'
import { exportOpenSong, handOffOpenSong, rightsOfOpenSong } from './hand-out.ts'
import { markPlayhead } from './markers/marker-edits.ts'
import { cycleSnap, growMark, keepMark, markAll, markedSpan, moveMark, roundMarkToBars, toggleLoop, zoomToMark } from './marks.ts'
import { draftExtension, dropExtension, extendSong, regenerateSelection } from './new-material.ts'
import { startRenaming } from './regions/region-edits.ts'
import { restoreTreble } from './restore-treble.ts'
import { cyclePicture, select, useSession } from './session-store.ts'
import { commentHere } from './song-comments.tsx'
import { exportShownStems, hearPlain, removeStems, splitOpenSong, toggleStem } from './stems/stem-edits.ts'
import { hearNumber, hearOther } from './takes/audition.ts'
import { endBlind, hearSlot, preferHeard, startBlind } from './takes/blind.ts'
import type { Slot } from './takes/blind-round.ts'
import { isBlind } from './takes/blind-store.ts'
import { acceptHeard, discardHeard } from './takes/take-decisions.ts'
import { heardNow, seekSong } from './tools/waveform-desk.ts'
import { redoNext, undoNewest } from './undo-newest.ts'
import { xOfFrame } from './waveform/viewport.ts'
import { revealFrame, showWholeSong, useViewport, ZOOM_STEP, zoomBy } from './waveform/viewport-store.ts'

const SLOTS: readonly Slot[] = ['a', 'b', 'x']

/** G makes what is drawn: the future when one is hatched, else the marked bars. */
export const makeDrawn = (): void => void (useSession.getState().extension ? extendSong() : regenerateSelection())

/** Esc steps back once: out of the future, then out of the mark. */
const stepBack = (): void => {
  if (useSession.getState().extension) {
    dropExtension()
    return
  }
  if (markedSpan()) transport.setLoop(undefined)
  select(undefined)
}

/** Zoom by key keeps the playhead in place when it is seen, else the middle. */
const zoomByKey = (factor: number): void => {
  const { view } = useViewport.getState()
  const x = xOfFrame(view, transport.currentFrame())
  zoomBy(factor, x >= 0 && x <= view.widthPx ? x : undefined)
}

const goToEnd = (): void => {
  const now = heardNow()
  if (!now) return
  void seekSong(now.heard.lengthFrames)
  revealFrame(now.heard.lengthFrames)
}

/** `cancelDrag` answers true when there was a drag to drop. */
export const useEditorKeys = (cancelDrag: () => boolean, focusPrompt: () => void): void => {
  const hear = (number: number) => () => void (isBlind() ? hearSlot(SLOTS[number - 1] ?? 'x') : hearNumber(number))
  useActions(
    editorActions,
    {
      regenerate: makeDrawn,
      extend: () => (useSession.getState().extension ? void extendSong() : draftExtension('after')),
      take1: hear(1),
      take2: hear(2),
      take3: hear(3),
      take4: hear(4),
      compare: hearOther,
      export: exportOpenSong,
      handOff: handOffOpenSong,
      rights: rightsOfOpenSong,
      lanes: toggleLanes,
      blind: () => void (isBlind() ? endBlind() : startBlind()),
      accept: () => {
        if (isBlind()) {
          void preferHeard()
          return
        }
        void acceptHeard()
      },
      discard: () => void discardHeard(),
      loop: () => void toggleLoop(),
      undo: () => void undoNewest(),
      redo: redoNext,
      left: () => moveMark(-1),
      right: () => moveMark(1),
      growLeft: () => growMark(-1),
      growRight: () => growMark(1),
      markAll,
      keep: () => void keepMark(),
      marker: () => void markPlayhead(),
      rename: () => {
        void keepMark()
        const { selectedRegionId } = useSession.getState()
        if (selectedRegionId) startRenaming(selectedRegionId)
      },
      comment: commentHere,
      snap: () => cycleSnap(1),
      snapBack: () => cycleSnap(-1),
      roundToBars: () => void roundMarkToBars(),
      picture: cyclePicture,
      prompt: focusPrompt,
      tap: () => {
        useSession.setState({ tab: 'grid' })
        tap()
      },
      zoomIn: () => zoomByKey(ZOOM_STEP),
      zoomOut: () => zoomByKey(1 / ZOOM_STEP),
      zoomAll: showWholeSong,
      zoomMarked: zoomToMark,
      end: goToEnd,
      follow: () => useSession.setState(({ isFollowing }) => ({ isFollowing: !isFollowing })),
      split: splitOpenSong,
      restoreTreble,
      exportStems: exportShownStems,
      plainStems: hearPlain,
      removeStems: () => void removeStems(),
      solo1: () => toggleStem(0, 'isSoloed'),
      solo2: () => toggleStem(1, 'isSoloed'),
      solo3: () => toggleStem(2, 'isSoloed'),
      solo4: () => toggleStem(3, 'isSoloed'),
      mute1: () => toggleStem(0, 'isMuted'),
      mute2: () => toggleStem(1, 'isMuted'),
      mute3: () => toggleStem(2, 'isMuted'),
      mute4: () => toggleStem(3, 'isMuted'),
      drop: () => {
        if (cancelDrag()) return
        if (isBlind()) void endBlind()
        else stepBack()
      },
    },
    editorReasons,
  )
}
