// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Selection expressions and JSONPath: the first line is the expression, the rest a document.
#include "core/jsonpath.h"
#include "gateway/selection.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace greenroom;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const qsizetype end = bytes.indexOf('\n');
    const QString expression = QString::fromUtf8(bytes.left(end < 0 ? bytes.size() : end));
    const QJsonDocument document = QJsonDocument::fromJson(bytes.mid(end + 1));
    const QJsonValue root = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    const SelectionExpression selection(expression);
    (void)selection.isConstant();
    (void)selection.evaluate(root);
    (void)selectionText(root);
    (void)jsonPath(expression, root);
    (void)isSingularPath(expression);
    return 0;
}
