export const WAVEFORM_ID = 'waveform'

/** What held the focus may be gone with its take, region or bar: the keyboard never stands nowhere. */
export const keepFocus = (): void => {
  if (document.activeElement === document.body) document.getElementById(WAVEFORM_ID)?.focus({ preventScroll: true })
}
