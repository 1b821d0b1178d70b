import type { KeyPresetId } from './key-choices.ts'

/** Keys by action; an action that is not named keeps the studio's own. */
export type KeyPreset = { readonly name: string; readonly about: string; readonly keys: Readonly<Record<string, readonly string[]>> }

/**
 * What other programs' manuals give to the things that this studio has, too. Where one key means another thing there (Return goes to the start in
 * Logic and Pro Tools), the key that would fight with listening to takes stays the studio's own.
 */
export const KEY_PRESETS: Readonly<Record<KeyPresetId, KeyPreset>> = {
  segno: { name: 'Segno', about: 'The studio’s own keys: letters for what is done most.', keys: {} },
  ableton: {
    name: 'Ableton Live',
    about: 'Loop with Ctrl-L, Ctrl-1 and Ctrl-2 for a narrower and wider grid, rename with Ctrl-R, export with Ctrl-Shift-R, W for the whole song.',
    keys: {
      'playback.loopOff': ['$mod+Alt+l'],
      'editor.loop': ['$mod+l'],
      'editor.redo': ['$mod+y', '$mod+Shift+z'],
      'editor.export': ['$mod+Shift+r'],
      'editor.rename': ['$mod+r', 'F2'],
      'studio.create': ['$mod+Alt+Digit1'],
      'studio.library': ['$mod+Alt+Digit2'],
      'editor.snap': ['$mod+Digit1'],
      'editor.snapBack': ['$mod+Digit2'],
      'editor.lanes': ['$mod+Alt+u'],
      'editor.zoomAll': ['w'],
      'editor.zoomMarked': ['z'],
      'editor.follow': ['$mod+Shift+f'],
      'songs.rename': ['$mod+r', 'F2'],
      'songs.export': ['$mod+Shift+r'],
    },
  },
  logic: {
    name: 'Logic Pro',
    about: 'C loops, Cmd (Ctrl) with the arrows zooms, with B bounces, Shift-N renames, comma and full stop wind.',
    keys: {
      'playback.next': ['$mod+Alt+ArrowRight'],
      'playback.previous': ['$mod+Alt+ArrowLeft'],
      'editor.loop': ['c'],
      'editor.lanes': ['Alt+KeyF'],
      'editor.zoomIn': ['$mod+ArrowRight'],
      'editor.zoomOut': ['$mod+ArrowLeft'],
      'editor.zoomMarked': ['z'],
      'editor.follow': ['`'],
      'editor.export': ['$mod+b'],
      'editor.rename': ['Shift+n'],
      'editor.marker': ['Alt+Quote'],
      'songs.export': ['$mod+b'],
      'songs.rename': ['Shift+n'],
    },
  },
  fl: {
    name: 'FL Studio',
    about: 'Ctrl-R renders, Page Up and Page Down zoom, Alt-T sets a marker, Ctrl-Alt-Z steps back, F2 renames.',
    keys: {
      'editor.undo': ['$mod+z', '$mod+Alt+z'],
      'editor.export': ['$mod+r'],
      'editor.zoomIn': ['PageUp'],
      'editor.zoomOut': ['PageDown'],
      'editor.zoomMarked': ['Shift+Digit5'],
      'editor.marker': ['Alt+KeyT'],
      'songs.export': ['$mod+r'],
    },
  },
  'pro-tools': {
    name: 'Pro Tools',
    about: 'Cmd (Ctrl) with the brackets zooms, Alt-A shows the whole session, Alt-F the selection, Shift-Cmd-L loops, Alt-Cmd-B bounces.',
    keys: {
      'studio.back': ['Alt+BracketLeft'],
      'studio.forward': ['Alt+BracketRight'],
      'editor.loop': ['$mod+Shift+l'],
      'editor.zoomIn': ['$mod+BracketRight'],
      'editor.zoomOut': ['$mod+BracketLeft'],
      'editor.zoomAll': ['Alt+KeyA'],
      'editor.zoomMarked': ['Alt+KeyF'],
      'editor.export': ['$mod+Alt+b'],
      'editor.rename': ['$mod+Shift+r', 'F2'],
      'songs.export': ['$mod+Alt+b'],
      'songs.rename': ['$mod+Shift+r', 'F2'],
    },
  },
}
