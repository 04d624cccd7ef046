// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
import { createApp } from 'vue';

import App from './App.vue';
import { openStore } from './store.js';
import { followTheme } from './theme.js';

import './tokens.css';
import './guest.css';

followTheme();
openStore();
createApp(App).mount('#page');
