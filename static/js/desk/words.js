/* The form's sentences, in the language of the desk: the page carries them as data. */

let words

/* The sentence called `name`, its %(…)s filled in from `values`. */
export function word(name, values = {}) {
  words ??= JSON.parse(document.getElementById("desk-words").textContent)
  return words[name].replace(/%\((\w+)\)s/g, (_, key) => values[key])
}
