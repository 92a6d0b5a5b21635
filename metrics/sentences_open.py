"""Words that go with the open data: what may be done with it."""

LICENCE = (
    "The program is under the MIT licence. Figures of the U.S. government are in the public domain; other publishers' "
    "figures are facts, cited with their source. Cite the build, since figures are revised."
)
