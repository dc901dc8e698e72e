"""What goes wrong in a page reaches the tests, whatever engine it is in."""

SLIPS = """for (const [tag, attributes] of [
  ['script', {textContent: "throw Error('thrown')"}],
  ['script', {textContent: "Promise.reject(Error('rejected'))"}],
  ['script', {textContent: "console.warn('warned')"}],
  ['script', {type: 'module', src: 'no/such/script.js'}],
  ['img', {src: arguments[0]}],
]) document.head.append(Object.assign(document.createElement(tag), attributes))"""
TOLD = {
    "Error: thrown",
    "nobody caught Error: rejected",
    "warned",
    '<script type="module" src="no/such/script.js"></script> did not load',
    "404 Not Found: /some-repo/no/such/script.js",
}


def test_each_slip_in_a_page_is_told(reader, pages, site):
    reader.open(site)
    elsewhere = site.replace("127.0.0.1", "localhost") + "assets/icon.svg"
    reader.run(SLIPS, elsewhere)
    reader.until(lambda: len(pages.errors) > len(TOLD))
    told = {error.removeprefix(f"{site}: ") for error in pages.errors}
    pages.errors.clear()
    assert told == {*TOLD, f"asked for {elsewhere}"}
