// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

class Tst_yaml : public QObject
{
    Q_OBJECT
};

QTEST_GUILESS_MAIN(Tst_yaml)
#include "tst_yaml.moc"
