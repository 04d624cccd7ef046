// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

class Tst_quotas : public QObject
{
    Q_OBJECT
};

QTEST_GUILESS_MAIN(Tst_quotas)
#include "tst_quotas.moc"
