// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

exports.handler = async () => ({ statusCode: 200, body: 'Disconnected.' });
