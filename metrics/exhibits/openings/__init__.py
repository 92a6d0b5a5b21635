"""The first sentences of a theme whose answer is more than a headline, as its page and its chapter both begin."""
