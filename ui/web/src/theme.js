// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Light, dark or high contrast: the system's wish until the guest says otherwise.

import { ref } from 'vue';

const key = 'greenroom.guest.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const contrast = matchMedia('(prefers-contrast: more)');

export const theme = ref('light');

function apply() {
    theme.value = localStorage.getItem(key) ?? (contrast.matches ? 'hc' : dark.matches ? 'dark' : 'light');
    document.documentElement.dataset.theme = theme.value;
}

export function followTheme() {
    dark.addEventListener('change', apply);
    contrast.addEventListener('change', apply);
    apply();
}

export function toggleTheme() {
    localStorage.setItem(key, theme.value === 'light' ? 'dark' : 'light');
    apply();
}
