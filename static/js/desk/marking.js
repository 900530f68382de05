// Words that are selected in a text fill the field that the text names.

const text = document.querySelector("[data-marks]");
const field = text && document.getElementById(text.dataset.marks);

function take() {
  const selection = document.getSelection();
  if (selection.isCollapsed || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
  const words = selection.toString().trim();
  if (words) field.value = words;
}

if (field) document.addEventListener("selectionchange", take);
