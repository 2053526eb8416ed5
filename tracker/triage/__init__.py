"""The judge: pure standard library, no Django, no clock. Facts in, receipt out."""
