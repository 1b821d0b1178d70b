/** Changes of one section, a list of chords a bar. Common property of the idiom: cycles, ladders and blues that hundreds of tunes share. */
export type Tune = readonly (readonly string[])[]

const tune = (bars: string): Tune => bars.split('|').map((bar) => bar.trim().split(/\s+/))

/** First and last eights of a song, by the key's third. */
export const halves: Readonly<Record<'major' | 'minor', readonly Tune[]>> = {
  major: [
    tune('Imaj7 | vi7 | ii7 | V7 | iii7 | V7/ii | ii7 V7 | Imaj7'),
    tune('ii7 | V7 | Imaj7 | IVmaj7 | iih7/vi | V7b9/vi | vi7 V7/V | ii7 V7'),
    tune('Imaj7 | Imaj7 | ii7/IV | V7/IV | IVmaj7 | iv7 bVII7 | ii7 V7 | Imaj7'),
    tune('Imaj7 #Io7 | ii7 #IIo7 | iii7 V7/ii | ii7 V7 | Imaj7 V7/IV | IVmaj7 iv7 | ii7 V7 | Imaj7'),
    tune('Imaj7 | V7/iii | V7/vi | vi7 | V7/V | V7/V | ii7 V7 | Imaj7'),
    tune('Imaj7 | II7 | ii7 | V7 | Imaj7 bIIIo7 | ii7 V7 | Imaj7 vi7 | Imaj7'),
  ],
  minor: [
    tune('i6 | iih7 V7b9 | i6 | V7b9/iv | iv7 | i6 | iih7 V7b9 | i6'),
    tune('iv7 | bVII7 | bIIImaj7 | bVImaj7 | iih7 | V7b9 | i6 | i6'),
    tune('i6 | bVI7 | i6 | bVI7 V7b9 | i6 V7b9/iv | iv7 bVII7 | iih7 V7b9 | i6'),
    tune('i6 | i6 | iih7 | V7b9 | bVImaj7 | iih7 | V7b9 | i6'),
  ],
}

export const bridges: Readonly<Record<'major' | 'minor', readonly Tune[]>> = {
  major: [
    tune('ii7/IV | V7/IV | IVmaj7 | IVmaj7 | ii7/V | V7/V | ii7 | V7'),
    tune('ii7/bVI | V7/bVI | bVImaj7 | bVImaj7 | ii7/V | V7/V | ii7 | V7'),
    tune('iih7/vi | V7b9/vi | vi7 | vi7 | ii7/V | V7/V | ii7 | bII7'),
    tune('IVmaj7 | iv7 bVII7 | iii7 | V7/ii | ii7 | V7/V | ii7 | V7'),
  ],
  minor: [
    tune('ii7/bIII | V7/bIII | bIIImaj7 | bIIImaj7 | ii7/bVI | V7/bVI | iih7 | V7b9'),
    tune('iv7 | bVII7 | bIIImaj7 | bVImaj7 | iv7 | bII7 | iih7 | V7b9'),
    tune('V7b9/iv | V7b9/iv | iv7 | iv7 | V7/bIII | bIIImaj7 | iih7 | V7b9'),
  ],
}

export const rhythmA: Tune = tune('Imaj7 V7/ii | ii7 V7 | iii7 V7/ii | ii7 V7 | ii7/IV V7/IV | IV7 #IVo7 | ii7 V7 | Imaj7')
export const rhythmB: Tune = tune('V7/vi | V7/vi | V7/ii | V7/ii | V7/V | V7/V | V7 | V7')

/** Twelve bars each. */
export const blues: Readonly<Record<'major' | 'minor', readonly Tune[]>> = {
  major: [
    tune('I7 | IV7 | I7 | ii7/IV V7/IV | IV7 | #IVo7 | I7 | iih7/ii V7b9/ii | ii7 | V7 | I7 V7/ii | ii7 V7'),
    tune('I7 | IV7 | I7 | I7 | IV7 | IV7 | I7 | V7/ii | ii7 | V7 | I7 | V7'),
    tune('Imaj7 | iih7/vi V7b9/vi | vi7 V7/V | ii7/IV V7/IV | IV7 | iv7 bVII7 | iii7 | ii7/bII V7/bII | ii7 | V7 | Imaj7 V7/ii | ii7 V7'),
  ],
  minor: [
    tune('i7 | iv7 | i7 | V7b9/iv | iv7 | iv7 | i7 | i7 | bVI7 | V7b9 | i7 | iih7 V7b9'),
    tune('i6 | iih7 V7b9 | i6 | V7b9/iv | iv7 | bVII7 | i6 | bIII7 | bVI7 | V7b9 | i6 | iih7 V7b9'),
  ],
}
