"""A page that is made from something else: compared with it, or written anew."""


def check(path, made, source, accept):
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    if made == kept:
        return []
    if accept:
        path.write_text(made, encoding="utf-8")
        return []
    ours, theirs = kept.split("\n"), made.split("\n")
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
    shown = [text[at] if at < len(text) else "(end of the page)" for text in (ours, theirs)]
    return [f"docs/{path.name}:{at + 1}: {source} say something else\n    expected: {shown[0]}\n    came:     {shown[1]}"]
