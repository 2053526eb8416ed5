"""Published figures from which skin, bruises and lights are painted: 400 to 700 nm in steps of 10.

MEASURED_SKIN  Mean reflectance (thousandths, specular included) of 6,907 cheeks, foreheads and
               chins in the International Skin Spectra Archive (Scientific Data 2025, doi
               10.1038/s41597-025-04857-5), in six classes of individual typology angle: above
               55, 41, 28, 10, -30 degrees and below (Chardon et al. 1991; Del Bino and Bernerd
               2013). Six Fitzpatrick types are commonly set equal to these classes; type is about
               burning, so this is a convention, not a measurement.
MONK           The ten swatches of the Monk Skin Tone scale (skintone.google), sRGB.
OXY, DEOXY     Molar extinction of haemoglobin, per cm and mol/l (Prahl, omlc.org/spectra).
BILIRUBIN      The same of bilirubin in chloroform (Li, omlc.org PhotochemCAD).
DEPTH          Micrometres at which 37 % of light is left in fair skin (Anderson and Parrish 1981,
               "The optics of human skin", J Invest Dermatol 77:13-19): 400, 450, 500, 600, 700 nm.
OBSERVER, D65  CIE 1931 colour matching functions and daylight (CIE 15:2018).
"""

from typing import Final

import numpy as np
import numpy.typing as npt

Spectrum = npt.NDArray[np.float64]


def _numbers(text: str) -> Spectrum:
    return np.array(text.split(), dtype=float)


WAVELENGTHS: Final = np.arange(400.0, 701.0, 10.0)
MEASURED_SKIN: Final = {
    "I": _numbers(
        """
        246 241 236 244 269 295 312 324 333 342 353 361 356 342 332 335 342 338
        346 409 479 520 541 552 559 563 567 570 573 576 577
        """
    )
    / 1000,
    "II": _numbers(
        """
        189 189 189 198 219 243 260 272 281 291 303 312 310 300 293 297 305 304
        314 372 439 480 503 516 525 532 537 542 548 552 555
        """
    )
    / 1000,
    "III": _numbers(
        """
        141 143 146 156 174 194 211 222 232 242 253 262 262 255 251 255 263 264
        276 328 389 429 453 468 479 487 495 502 510 516 521
        """
    )
    / 1000,
    "IV": _numbers(
        """
        103 106 109 119 134 149 164 174 183 193 203 212 213 209 207 212 220 223
        235 278 330 365 388 404 416 426 436 446 455 463 469
        """
    )
    / 1000,
    "V": _numbers(
        """
        71 73 76 82 91 101 110 117 124 131 138 145 148 147 148 153 159 163 173
        202 238 263 281 295 308 318 329 339 350 359 367
        """
    )
    / 1000,
    "VI": _numbers(
        """
        52 53 53 55 57 60 62 64 66 68 71 74 76 78 80 83 86 90 94 105 118
        129 139 149 158 167 177 188 199 210 221
        """
    )
    / 1000,
}
MONK: Final = (
    *("f6ede4", "f3e7db", "f7ead0", "eadaba", "d7bd96"),
    *("a07e56", "825c43", "604134", "3a312a", "292420"),
)
OXY: Final = _numbers(
    """
    266232 466840 480360 246072 102580 62816 44480 33209 26629 23684 20933 20035
    24202 39957 53236 43016 32613 44496 50104 14401 3200 1506 942 610 442 368 320
    294 278 276 290
    """
)
DEOXY: Final = _numbers(
    """
    223296 303956 407560 528600 413280 103292 23389 16156 14550 16684 20862 25774
    31590 39036 46592 53412 53788 45072 37020 28324 14677 9444 6510 5149 4345 3750
    3227 2795 2408 2052 1794
    """
)
BILIRUBIN: Final = _numbers(
    """
    23223 30831 39293 46801 52109 54889 53869 46188 29636 14025 4767 1299 340 129
    66 61 52 45 2 56 58 54 0 28 4 86 30 87 0 35 103
    """
)
DEPTH: Final = np.interp(WAVELENGTHS, [400, 450, 500, 600, 700], [90, 150, 230, 550, 750])
OBSERVER: Final = np.stack(
    [
        _numbers(
            """
            0.0143 0.0435 0.1344 0.2839 0.3483 0.3362 0.2908 0.1954 0.0956 0.032
            0.0049 0.0093 0.0633 0.1655 0.2904 0.4334 0.5945 0.7621 0.9163 1.0263
            1.0622 1.0026 0.8544 0.6424 0.4479 0.2835 0.1649 0.0874 0.0468 0.0227
            0.0114
            """
        ),
        _numbers(
            """
            0.0004 0.0012 0.004 0.0116 0.023 0.038 0.06 0.091 0.139 0.208 0.323 0.503
            0.71 0.862 0.954 0.995 0.995 0.952 0.87 0.757 0.631 0.503 0.381 0.265
            0.175 0.107 0.061 0.032 0.017 0.0082 0.0041
            """
        ),
        _numbers(
            """
            0.0679 0.2074 0.6456 1.3856 1.7471 1.7721 1.6692 1.2876 0.813 0.4652 0.272
            0.1582 0.0782 0.0422 0.0203 0.0087 0.0039 0.0021 0.0017 0.0011 0.0008
            0.0003 0.0002 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0
            """
        ),
    ],
    axis=1,
)
D65: Final = _numbers(
    """
    82.8 91.5 93.4 86.7 104.9 117.0 117.8 114.9 115.9 108.8 109.4 107.8 104.8 107.7
    104.4 104.0 100.0 96.3 95.8 88.7 90.0 89.6 87.7 83.3 83.7 80.0 80.2 82.3 78.3
    69.7 71.6
    """
)
