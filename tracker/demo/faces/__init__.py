"""Plain faces drawn from numbers: one head, any angle, three skin tones, bruises that fade.

Nobody is portrayed. numpy shapes and lights the head, Pillow writes the JPEG.
"""

from tracker.demo.faces.looks import Bruise, Looks, Mark, Moment
from tracker.demo.faces.portrait import portrait

__all__ = ["Bruise", "Looks", "Mark", "Moment", "portrait"]
