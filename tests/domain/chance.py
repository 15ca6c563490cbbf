"""How long hypothesis may look, and the texts that people and machines may send."""

from hypothesis import settings
from hypothesis import strategies as st

soon = settings(deadline=None, max_examples=80)
sooner = settings(deadline=None, max_examples=25)

SCRIPTS = "abcXYZ 가나다안못 ក១២៣ ٠١٢٫، ۱۲۳ 0123456789.,;:/!@°'’-+\n\t\u00a0\u200b\u202e\U0001f6a8"
texts = st.one_of(st.text(max_size=300), st.text(alphabet=SCRIPTS, max_size=300))
