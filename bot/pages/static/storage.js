// What the browser keeps for the page. Private windows may refuse; the page then forgets on reload.

export function load(storage, key) {
  try {
    return JSON.parse(window[storage].getItem(key)) || [];
  } catch {
    return [];
  }
}

export function save(storage, key, list) {
  try {
    window[storage].setItem(key, JSON.stringify(list));
  } catch {
    // Nothing to do: the list lives as long as the page.
  }
}
