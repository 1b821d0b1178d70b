/**
 * What each feature of a hypothesis (meter-hypotheses.ts) says, in nats: a conditional logit with a quadratic penalty, fitted on 162 pieces of the
 * built-in engine in 18 styles and five meters (6/8 was left out afterwards) and on game music where two networks agree on the beats: the half of it
 * that `bench recordings` calls tuning. Afterwards meters other than four were made as rare as they are in music, halving a tempo dearer, and doubling it where
 * nothing is noisy. `sparse` was set by hand, all else fixed, on 88 engine pieces where every value from -15 to -30 kept all of eight doom pieces at their tempo.
 */
export const METER_WEIGHTS: Readonly<Record<string, number>> = {
  tapped: 1.9,
  tappedSquared: 0.294,
  tappedFast: -2.2,
  isHeard: 3.08,
  isTwiceHeard: 1.6,
  isHalfHeard: 1.3,
  isTwiceHeardSoftly: -3.52,
  isHalfHeardSoftly: 1.63,
  barRepeats: 6.29,
  twoBarsRepeat: 5.03,
  fourBarsRepeat: 3.17,
  halfBarRepeats: -0.22,
  beatRepeats: 3.25,
  stepRepeats: 2.92,
  spread: 2.45,
  lowOnBeats: -0.942,
  midOnBeats: 0.0324,
  highOnBeats: -0.0682,
  changeOnBeats: 2.04,
  changeOnFirst: -0.514,
  lowTurns: 0.297,
  midTurns: 0.0497,
  highTurns: -0.396,
  between: -9.38,
  filled: 3.96,
  filledSquared: 1.78,
  sparse: -20,
  isThree: -1.29,
  isFive: -1.5,
  isSeven: -0.167,
}
